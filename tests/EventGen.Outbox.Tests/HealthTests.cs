namespace EventGen.Outbox.Tests;

/// <summary>What health and the log say of a database that is away, and of an outbox that is full.</summary>
public sealed class HealthTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryDatabase _database;
    private readonly CrashPlan _plan = new(0, default);
    private readonly LogRecorder _log = new();
    private readonly string _run = Guid.NewGuid().ToString();

    public HealthTests() => _database = new MemoryDatabase(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ADatabaseThatIsAway_MakesTheBusDegraded_UntilItIsBack_AndEachIsLoggedOnce()
    {
        await using var shop = await StartAsync();
        Assert.Equal(EventBusStatus.Healthy, shop.Bus.GetHealth().Status);

        _plan.IsAway = true;
        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.GetHealth().Status == EventBusStatus.Degraded);
        Assert.Contains("Outbox 'memory' does not work: The database is away.", shop.Bus.GetHealth().Problems);

        // It is asked again and again, and nobody has anything else for it to do.
        int calls = _plan.Calls;
        await Shop.AdvanceUntilAsync(_clock, () => _plan.Calls > calls + 6, TimeSpan.FromMilliseconds(150));
        Assert.Equal(EventBusStatus.Degraded, shop.Bus.GetHealth().Status);
        Assert.Equal((1, 0), (_log.Count(121), _log.Count(122)));

        _plan.IsAway = false;
        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.GetHealth().Status == EventBusStatus.Healthy, TimeSpan.FromSeconds(1));
        Assert.Equal((1, 1), (_log.Count(121), _log.Count(122)));
    }

    [Fact]
    public async Task WhileTheDatabaseIsAway_OtherEventsAreDelivered_AndDurableOnesAreRefusedInTime()
    {
        await using var shop = await StartAsync();
        _plan.IsAway = true;
        var refused = shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token).AsTask();

        shop.Bus.Topic<Plain>().Emit(new Plain(_run, 7));
        Assert.Equal(1, Journal.Of(_run).Count("plain", 7));

        await Shop.AdvanceUntilAsync(_clock, () => refused.IsCompleted, TimeSpan.FromMilliseconds(500));
        var exception = await Assert.ThrowsAsync<OutboxUnavailableException>(() => refused);
        Assert.False(exception.MayBeCommitted);

        _plan.IsAway = false;
        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.GetHealth().Status == EventBusStatus.Healthy, TimeSpan.FromSeconds(1));
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), exception.Id, Token);
        await Shop.AdvanceUntilAsync(_clock, () => Journal.Of(_run).Count("second", 1) == 1);
        Assert.Equal(1, Journal.Of(_run).Count("first", 1));
    }

    [Fact]
    public async Task WhoIsRefusedByADatabaseThatStandsStill_FindsItInTheHealth()
    {
        var store = new SlowStore(_database);
        await using var shop = await Shop.StartAsync(store, _clock);
        var gate = store.Gate = new AsyncGate();

        var refused = RefusedAsync();
        await Shop.AdvanceUntilAsync(_clock, () => refused.IsCompleted, TimeSpan.FromMilliseconds(500));

        var (status, problems) = await refused;
        Assert.Equal(EventBusStatus.Degraded, status);
        Assert.Contains("Outbox 'memory' does not work: it did not answer within 8 seconds.", problems);
        gate.Open();
        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.GetHealth().Status == EventBusStatus.Healthy);

        async Task<(EventBusStatus, IReadOnlyList<string>)> RefusedAsync()
        {
            await Assert.ThrowsAsync<OutboxUnavailableException>(async () => await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token));
            var health = shop.Bus.GetHealth();
            return (health.Status, health.Problems);
        }
    }

    [Fact]
    public async Task ADatabaseThatStandsStill_WhileNobodyEmits_MakesTheBusDegraded_AndTheLogCountsFromWhenItWasAsked()
    {
        var store = new HeldStore(_database);
        await using var shop = Shop.Create(store, _clock, loggers: _log);
        await shop.Bus.StartAsync(Token);
        var telling = new AsyncGate();
        store.Telling = telling;
        await Shop.AdvanceUntilAsync(_clock, () => telling.Arrivals > 0);
        var asked = _clock.GetUtcNow();

        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.GetHealth().Status == EventBusStatus.Degraded, TimeSpan.FromMilliseconds(500));
        Assert.InRange(_clock.GetUtcNow() - asked, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(12));
        store.Telling = null;
        telling.Open();
        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.GetHealth().Status == EventBusStatus.Healthy, TimeSpan.FromMilliseconds(10));

        string told = Assert.Single(_log.Entries, static entry => entry.Id == 122).Text;
        Assert.Matches(@"works again after 0:00:(19|2\d)", told);
        Assert.Equal(1, _log.Count(121));
    }

    [Fact]
    public async Task AFullOutbox_MakesTheBusDegraded_NamingTheLimit_UntilSomethingIsDelivered()
    {
        var gate = Journal.Of(_run).Hold("second", 1);
        await using var shop = await StartAsync(static options => options.MaxPending = 2);
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
        Assert.Equal(EventBusStatus.Healthy, shop.Bus.GetHealth().Status);

        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);

        Assert.Equal(EventBusStatus.Degraded, shop.Bus.GetHealth().Status);
        Assert.Contains(shop.Bus.GetHealth().Problems, static problem => problem.Contains("is full", StringComparison.Ordinal) && problem.Contains("MaxPending is 2", StringComparison.Ordinal));
        var exception = await Assert.ThrowsAsync<OutboxFullException>(async () => await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 3), Token));
        Assert.Contains("MaxPending", exception.Message, StringComparison.Ordinal);

        gate.Open();
        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.GetHealth().Status == EventBusStatus.Healthy);
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 3), Token);
        await Shop.AdvanceUntilAsync(_clock, () => Journal.Of(_run).Count("second", 3) == 1);
        Assert.Equal(2, Journal.Of(_run).Count("second", 1));
    }

    [Fact]
    public async Task WhatWaitedBeforeTheStart_CountsForTheLimit()
    {
        Journal.Of(_run).Hold("second", 1);
        await using (var earlier = await StartAsync(bus: static options => options.DrainTimeout = TimeSpan.Zero))
        {
            await earlier.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
            await earlier.Bus.StopAsync(Token);
        }

        await using var shop = await StartAsync(static options => options.MaxPending = 1, static options => options.DrainTimeout = TimeSpan.Zero);
        await Assert.ThrowsAsync<OutboxFullException>(async () => await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 2), Token));
    }

    [Fact]
    public async Task AFullOutbox_StaysFull_WhileTheStoreHasNotTold()
    {
        var gate = Journal.Of(_run).Hold("second", 1);
        var store = new HeldStore(_database);
        await using var shop = await Shop.StartAsync(store, _clock, configure: static options => options.MaxPending = 1);
        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
        var telling = new AsyncGate();
        store.Telling = telling;
        await Shop.AdvanceUntilAsync(_clock, () => telling.Arrivals > 0, TimeSpan.FromMilliseconds(300));

        Assert.Equal(EventBusStatus.Degraded, shop.Bus.GetHealth().Status);
        await Assert.ThrowsAsync<OutboxFullException>(async () => await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 2), Token));

        store.Telling = null;
        telling.Open();
        gate.Open();
        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.GetHealth().Status == EventBusStatus.Healthy);
    }

    private async Task<Shop> StartAsync(Action<OutboxOptions>? configure = null, Action<EventBusOptions>? bus = null)
    {
        var shop = Shop.Create(new CrashingStore(new MemoryOutboxStore(_database), _plan), _clock, configure: configure, bus: bus, loggers: _log);
        await shop.Bus.StartAsync(Token);
        return shop;
    }
}
