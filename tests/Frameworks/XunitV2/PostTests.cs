using Xunit;

namespace Parcels;

public sealed class PostTests
{
    [Fact]
    public async Task Send_IsCarried()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        using (bus.Use()) await Post.SendAsync(7);
        await bus.WhenIdleAsync();

        Assert.Equal(new ParcelSent(7), bus.AssertHandled<ParcelSent>("post"));
        bus.AssertNoFailures();
    }

    [Fact]
    public async Task Send_OfNoParcel_FailsTheTestWithWhatHappened()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        using (bus.Use()) await Post.SendAsync(-1);
        await bus.WhenIdleAsync();

        var failure = Assert.Throws<EventAssertionException>(bus.AssertNoFailures);
        Assert.Contains("emitted parcel.sent", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no such parcel", failure.Message, StringComparison.Ordinal);
    }
}
