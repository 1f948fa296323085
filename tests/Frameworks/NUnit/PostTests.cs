using NUnit.Framework;

namespace Parcels;

public sealed class PostTests
{
    [Test]
    public async Task Send_IsCarried()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        using (bus.Use()) await Post.SendAsync(7);
        await bus.WhenIdleAsync();

        Assert.That(bus.AssertHandled<ParcelSent>("post"), Is.EqualTo(new ParcelSent(7)));
        bus.AssertNoFailures();
    }

    [Test]
    public async Task Send_OfNoParcel_FailsTheTestWithWhatHappened()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        using (bus.Use()) await Post.SendAsync(-1);
        await bus.WhenIdleAsync();

        var failure = Assert.Throws<EventAssertionException>(bus.AssertNoFailures);
        Assert.That(failure!.Message, Does.Contain("emitted parcel.sent").And.Contain("no such parcel"));
    }
}
