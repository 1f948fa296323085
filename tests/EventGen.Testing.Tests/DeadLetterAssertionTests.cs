using EventGen.Testing.Tests.Shop;

namespace EventGen.Testing.Tests;

public sealed class DeadLetterAssertionTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AssertDeadLettered_OfAnEventThatFailed_ReturnsTheDeadLetter()
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: Aborted);
        await bus.AssertNoDeadLettersAsync(Aborted);
        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c-1", -1m), Aborted);
        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c-2", -2m), Aborted);
        await bus.WhenIdleAsync(Aborted);

        var deadLetter = await bus.AssertDeadLetteredAsync<OrderPlaced>(static order => order.Customer == "c-2", cancellationToken: Aborted);

        Assert.Equal(("receipts", "a negative total"), (deadLetter.Target, deadLetter.Reason));
        Assert.Equal(deadLetter, await bus.AssertDeadLetteredAsync<OrderPlaced>(static order => order.Total < -1m, "receipts", Aborted));
    }

    [Fact]
    public async Task Assertions_OfDeadLettersThatAreOtherwise_SayWhatHappened()
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: Aborted);
        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c-1", -1m), Aborted);
        await bus.WhenIdleAsync(Aborted);

        var other = await Assert.ThrowsAsync<EventAssertionException>(() => bus.AssertDeadLetteredAsync<OrderPlaced>(static order => order.Total > 0, "audit", Aborted).AsTask());
        var any = await Assert.ThrowsAsync<EventAssertionException>(() => bus.AssertNoDeadLettersAsync(Aborted).AsTask());

        Assert.StartsWith("order.placed was to become a dead letter of audit such that static order => order.Total > 0. What has happened:\n", other.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "There were to be no dead letters, but there is one of receipts for 'order.placed': System.InvalidOperationException: a negative total. What has happened:\n",
            any.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_AreExact_AndReturnWhatTheyCounted()
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: Aborted);
        for (int i = 1; i <= 3; i++) await bus.Topic<OrderPlaced>().InvokeAsync(new OrderPlaced($"c-{i}", i), Aborted);
        await bus.WhenIdleAsync(Aborted);

        Assert.Equal([2m, 3m], bus.AssertEmitted<OrderPlaced>(times: 2, static order => order.Total > 1).Select(static order => order.Total));
        Assert.Equal([3m], bus.Emitted<OrderPlaced>(static order => order.Total > 2).Select(static order => order.Total));
        Assert.Equal(6, bus.AssertHandled<OrderPlaced>(times: 6).Count);
        Assert.Equal(3, bus.AssertHandled<OrderPlaced>(times: 3, "audit").Count);
        Assert.Equal(3, bus.AssertPublished<OrderPlaced>(times: 3, "archive").Count);
        Assert.Empty(bus.AssertEmitted<Tick>(times: 0));
        Assert.All(
            new (string Expected, Action Assertion)[]
            {
                ("order.placed was to be emitted once, but was 3 times.", () => bus.AssertEmitted<OrderPlaced>(times: 1)),
                ("order.placed was to be emitted 2 times such that static order => order.Total > 2, but was once.", () => bus.AssertEmitted<OrderPlaced>(times: 2, static order => order.Total > 2)),
                ("order.placed was to be handled 4 times by audit, but was 3 times.", () => bus.AssertHandled<OrderPlaced>(times: 4, "audit")),
                ("order.placed was to be published 2 times to archive, but was 3 times.", () => bus.AssertPublished<OrderPlaced>(times: 2, "archive")),
            },
            static failing => Assert.StartsWith(failing.Expected, Assert.Throws<EventAssertionException>(failing.Assertion).Message, StringComparison.Ordinal));
    }
}
