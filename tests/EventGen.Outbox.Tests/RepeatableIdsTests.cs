namespace EventGen.Outbox.Tests;

public sealed class RepeatableIdsTests
{
    [Fact]
    public void AnId_IsKeptUntilItsEventIsSettled()
    {
        var ids = new RepeatableIds();
        Guid first = Guid.NewGuid(), second = Guid.NewGuid();
        ids.Add(first);
        ids.Add(second);
        ids.Remove(first);

        Assert.Equal((false, true), (ids.MayContain(first), ids.MayContain(second)));
    }

    [Fact]
    public void PastTheLimit_NothingIsKept_AndEveryEventMayBeOne_UntilTheLeaseEnds()
    {
        var ids = new RepeatableIds(limit: 3);
        for (int i = 0; i < 100; i++)
        {
            ids.Add(Guid.NewGuid());
            Assert.InRange(ids.Count, 0, 3);
        }

        Assert.True(ids.MayContain(Guid.NewGuid()));
        ids.Clear();
        Assert.False(ids.MayContain(Guid.NewGuid()));
    }
}
