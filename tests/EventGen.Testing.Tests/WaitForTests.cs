using EventGen.TestKit;
using EventGen.Testing.Tests.Shop;

namespace EventGen.Testing.Tests;

public sealed class WaitForTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WaitFor_AnEventThatWasOrWillBeEmitted_ReturnsIt(bool before)
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: Aborted);
        if (before) Emit();

        var waiting = bus.WaitForAsync<Tick>(static tick => tick.Number == 2, Aborted);
        if (!before) Emit();

        Assert.Equal(new Tick(2), await waiting);

        void Emit()
        {
            bus.Topic<Tick>().Emit(new Tick(1));
            bus.Topic<Tick>().Emit(new Tick(2));
        }
    }

    [Fact]
    public async Task WaitFor_EveryCallFromManyThreads_Returns()
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: Aborted);

        var waits = Enumerable.Range(0, 50).Select(number => bus.WaitForAsync<Tick>(tick => tick.Number == number, Aborted)).ToList();
        await Parallel.ForAsync(0, 50, Aborted, async (i, token) => await bus.Topic<Tick>().EmitAsync(new Tick(i), token));

        Assert.Equal(Enumerable.Range(0, 50), (await Deadline.WithinAsync(Task.WhenAll(waits), "the waits")).Select(static tick => tick.Number));
    }

    [Fact]
    public async Task WaitForHandled_WaitsUntilThatHandlerHasReturned()
    {
        var gate = new AsyncGate();
        await using var bus = await TestEventBus.StartNewAsync(
            builder => builder.ReplaceHandler<OrderPlaced>("receipts", async (_, token) => await gate.PassAsync(token)), Aborted);
        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c-1", 1m), Aborted);
        await bus.WaitForHandledAsync<OrderPlaced>(handler: "audit", cancellationToken: Aborted);

        var receipts = bus.WaitForHandledAsync<OrderPlaced>(static order => order.Customer == "c-1", "receipts", Aborted);
        await gate.Reached;
        Assert.False(receipts.IsCompleted);
        gate.Open();

        Assert.Equal(new OrderPlaced("c-1", 1m), await receipts);
    }

    [Fact]
    public async Task WaitFor_WhatDoesNotHappen_SaysWhatDid()
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: Aborted);
        bus.Patience = TimeSpan.FromMilliseconds(1);
        bus.Topic<Tick>().Emit(new Tick(1));

        var thrown = await Assert.ThrowsAsync<EventAssertionException>(() => bus.WaitForAsync<Tick>(static tick => tick.Number == 2, Aborted));

        Assert.Equal(
            "tick was to be emitted such that static tick => tick.Number == 2, but after 0.001 s it was not: 0 events wait; nothing runs. What has happened:\n  emitted tick: Tick { Number = 1 }",
            thrown.Message);
    }

    [Fact]
    public async Task WaitFor_Cancelled_GivesUp()
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: Aborted);
        using var cancellation = new CancellationTokenSource();

        var waiting = bus.WaitForAsync<Tick>(cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task StartNew_Cancelled_StartsNothing() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(static () => TestEventBus.StartNewAsync(cancellationToken: new CancellationToken(canceled: true)));
}
