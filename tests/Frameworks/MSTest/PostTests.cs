[assembly: DoNotParallelize]

namespace Parcels;

[TestClass]
public sealed class PostTests
{
    [TestMethod]
    public async Task Send_IsCarried()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        using (bus.Use()) await Post.SendAsync(7);
        await bus.WhenIdleAsync();

        Assert.AreEqual(new ParcelSent(7), bus.AssertHandled<ParcelSent>("post"));
        bus.AssertNoFailures();
    }

    [TestMethod]
    public async Task Send_OfNoParcel_FailsTheTestWithWhatHappened()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        using (bus.Use()) await Post.SendAsync(-1);
        await bus.WhenIdleAsync();

        var failure = Assert.ThrowsExactly<EventAssertionException>(bus.AssertNoFailures);
        StringAssert.Contains(failure.Message, "emitted parcel.sent");
        StringAssert.Contains(failure.Message, "no such parcel");
    }
}
