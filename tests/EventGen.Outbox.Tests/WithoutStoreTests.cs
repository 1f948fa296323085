namespace EventGen.Outbox.Tests;

/// <summary>A test bus needs no store: durable events are delivered from memory there.</summary>
public sealed class WithoutStoreTests
{
    private readonly string _run = Guid.NewGuid().ToString();

    private Journal Journal => Journal.Of(_run);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATestBus_DeliversDurableEventsFromMemory_AndRecordsThem()
    {
        await using var bus = await StartAsync();

        await bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
        await bus.WhenIdleAsync(Token);

        Assert.Equal([("first", 1), ("second", 1)], Journal.Handled);
        bus.AssertEmitted<Placed>(placed => placed.Number == 1);
        bus.AssertHandled<Placed>("first");
        bus.AssertPublished<Placed>("broker");
        bus.AssertNoFailures();
    }

    [Fact]
    public async Task Emit_RunsSynchronousHandlersHere_AndTheOthersFromTheQueue()
    {
        await using var bus = await StartAsync();

        bus.Topic<Placed>().Emit(new Placed(_run, 1));

        // A worker may run the asynchronous handler first: the two have no order between them.
        Assert.Contains(("first", 1), Journal.Handled);
        await bus.WhenIdleAsync(Token);
        Assert.Equal([("first", 1), ("second", 1)], Journal.Handled.Order());
    }

    [Fact]
    public async Task TryEnqueue_ThrowsAsItDoesInProduction()
    {
        await using var bus = await StartAsync();
#pragma warning disable EVG4007 // What the rule keeps programs from.
        Assert.Throws<NotSupportedException>(() => bus.Topic<Placed>().TryEnqueue(new Placed(_run, 1)));
#pragma warning restore EVG4007
        Assert.Empty(Journal.Handled);
    }

    [Fact]
    public async Task WhatTakesADatabase_SaysSo()
    {
        await using var bus = await StartAsync();
        var placed = bus.Topic<Placed>();

        await RefusedAsync(() => placed.EmitAsync(new Placed(_run, 1), Guid.NewGuid(), Token).AsTask());
        await RefusedAsync(() => placed.ScheduleAsync(new Placed(_run, 1), TimeSpan.FromHours(1), Token).AsTask());
        await bus.WhenIdleAsync(Token);
        Assert.Empty(Journal.Handled);
    }

    private static async Task RefusedAsync(Func<Task> emit)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(emit);
        Assert.Contains("AddSqliteOutbox", exception.Message, StringComparison.Ordinal);
    }

    private static Task<TestEventBus> StartAsync() => TestEventBus.StartNewAsync(b => b.AddModule(EventGenOutboxTestsEventModule.Instance).UseServices(EmptyServices.Create()), Token);
}
