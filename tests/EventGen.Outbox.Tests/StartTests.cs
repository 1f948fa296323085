namespace EventGen.Outbox.Tests;

/// <summary>The start of a bus that has an outbox.</summary>
public sealed class StartTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly HeldStore _store;

    public StartTests() => _store = new HeldStore(new MemoryDatabase(_clock));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ASecondStart_WaitsForTheFirst_ToOpenTheOutbox()
    {
        var gate = _store.Opening = new AsyncGate();
        await using var shop = Shop.Create(_store, _clock);
        var first = shop.Bus.StartAsync(Token);
        await gate.Reached;

        var second = shop.Bus.StartAsync(Token);
        using var cancellation = new CancellationTokenSource();
        var third = shop.Bus.StartAsync(cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => third);
        Assert.Equal((false, EventBusState.Created), (second.IsCompleted, shop.Bus.State));
        gate.Open();
        await Deadline.WithinAsync(Task.WhenAll(first, second), "both starts");
        Assert.Equal((EventBusState.Started, 1), (shop.Bus.State, gate.Arrivals));
    }

    [Fact]
    public async Task ASecondStart_OpensTheOutboxItself_WhereTheFirstFails()
    {
        var gate = _store.Opening = new AsyncGate();
        _store.Fault = new OutboxStoreException("The tables are another's.", isTransient: false, mayBeCommitted: false);
        await using var shop = Shop.Create(_store, _clock);
        var first = shop.Bus.StartAsync(Token);
        await gate.Reached;
        var second = shop.Bus.StartAsync(Token);

        gate.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => Deadline.WithinAsync(first, "the first start"));
        await Assert.ThrowsAnyAsync<Exception>(() => Deadline.WithinAsync(second, "the second start"));
        Assert.Equal((EventBusState.Created, 2), (shop.Bus.State, gate.Arrivals));
        _store.Fault = null;
        await shop.Bus.StartAsync(Token);
        Assert.Equal(EventBusState.Started, shop.Bus.State);
    }

    [Fact]
    public void WhatIsDoneToTheOptionsLater_HasNoEffect()
    {
        OutboxOptions? given = null, kept = null;
        using var bus = EventBus.Create(b => b.AddModule(EventGenOutboxTestsEventModule.Instance).UseServices(EmptyServices.Create()).AddOutbox(
            (_, options) =>
            {
                kept = options;
                return _store;
            },
            options => given = options));
        var read = Settings.Read(kept!);
        Assert.Equal(Settings.Read(given!), read);

        Settings.ChangeAll(given!);

        Assert.Equal(read, Settings.Read(kept!));
    }
}
