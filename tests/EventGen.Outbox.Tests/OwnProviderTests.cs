namespace EventGen.Outbox.Tests;

/// <summary>A bus of <see cref="EventBus.Create"/> with a provider that was there before it.</summary>
public sealed class OwnProviderTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryDatabase _database;
    private readonly string _run = Guid.NewGuid().ToString();

    public OwnProviderTests() => _database = new MemoryDatabase(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AHandler_GetsTheOutboxTransactionFromTheBus_AndItsWorkIsDoneOnce()
    {
        Journal.Of(_run).Fail("book", 1, times: 1);
        await using var bus = await StartAsync();

        await bus.Topic<Booked>().EmitAsync(new Booked(_run, 1, EmitsPlaced: true), Token);

        await SettledAsync();
        Assert.Equal([$"{_run}:1"], _database.Effects);
        Assert.Equal(1, Journal.Of(_run).Count("first", 1001));
    }

    [Fact]
    public async Task AnEventThatIsTooLarge_IsRefusedBeforeAnythingIsStored()
    {
        await using var bus = await StartAsync(b => b.Configure(static options => options.MaxPayloadBytes = 30));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token));
        Assert.Throws<InvalidOperationException>(() => bus.Topic<Placed>().Emit(new Placed(_run, 1)));

        Assert.Contains("outbox takes at most 30", exception.Message, StringComparison.Ordinal);
        Assert.Contains("MaxPayloadBytes", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("publish", exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, _database.LastPosition);
    }

    private async Task<EventBus> StartAsync(Action<EventBusBuilder>? configure = null)
    {
        var bus = EventBus.Create(b =>
        {
            b.Configure(options => (options.Source, options.TimeProvider) = ("shop", _clock));
            b.AddModule(EventGenOutboxTestsEventModule.Instance).AddPublisher(new MemoryPublisher("broker")).UseServices(EmptyServices.Create());
            b.AddOutbox((_, _) => new MemoryOutboxStore(_database), static options => options.Instance = "a");
            configure?.Invoke(b);
        });
        await bus.StartAsync(Token);
        return bus;
    }

    private Task SettledAsync() => Shop.AdvanceUntilAsync(_clock, () =>
    {
        lock (_database) return _database.Rows.Count == 0;
    });
}
