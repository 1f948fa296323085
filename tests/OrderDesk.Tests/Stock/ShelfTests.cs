using OrderDesk.Stock;

namespace OrderDesk.Tests.Stock;

public sealed class ShelfTests
{
    [Fact]
    public void Take_DownToTheThreshold_IsNotLow()
    {
        Assert.False(new Shelf().Take(Shelf.OpeningStock - Shelf.Threshold, out long left));
        Assert.Equal(Shelf.Threshold, left);
    }

    [Fact]
    public void Take_UnderTheThreshold_IsLowOnce()
    {
        var shelf = new Shelf();
        shelf.Take(Shelf.OpeningStock - Shelf.Threshold, out _);

        Assert.True(shelf.Take(1, out long left));
        Assert.Equal(Shelf.Threshold - 1, left);
        Assert.False(shelf.Take(1, out _));
    }

    [Fact]
    public void Take_MoreThanThereIs_IsOwed()
    {
        Assert.True(new Shelf().Take(Shelf.OpeningStock + 3, out long left));
        Assert.Equal(-3, left);
    }

    [Fact]
    public void Take_TheHighestQuantityTimeAndAgain_DoesNotWrapAround()
    {
        var shelf = new Shelf();
        for (int i = 0; i < 3; i++) shelf.Take(int.MaxValue, out _);
        Assert.False(shelf.Take(int.MaxValue, out long left));
        Assert.Equal(Shelf.OpeningStock - (4L * int.MaxValue), left);
    }

    [Fact]
    public void Take_FromManyThreads_IsLowOnce()
    {
        for (int round = 0; round < 200; round++)
        {
            var shelf = new Shelf();
            int low = 0;
            Parallel.For(0, Shelf.OpeningStock, _ =>
            {
                if (shelf.Take(1, out long _)) Interlocked.Increment(ref low);
            });
            Assert.Equal(1, low);
        }
    }
}
