namespace EventGen.Tests.Diagnostics;

/// <summary>Workers that all run handlers without a time limit which do not return.</summary>
public sealed class StandstillHealthTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_longer = s_limit + TimeSpan.FromTicks(1);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Health_WhenNoWorkerFinishesItsEvent_IsDegraded_AndNamesTheHandlers_UntilOneDoes()
    {
        var gate = new AsyncGate(expected: 2);
        await using var bus = await StartAsync(workers: 2);
        bus.Topic<Ping>().Subscribe(async (Ping _) => await gate.PassAsync(CancellationToken.None));
        for (int i = 0; i < 3; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await gate.Reached;

        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
        _clock.Advance(s_limit);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
        _clock.Advance(TimeSpan.FromTicks(1));
        var health = bus.GetHealth();
        Assert.Equal(EventBusStatus.Degraded, health.Status);
        Assert.Matches(
            $@"^No worker has finished its event for longer than 5 min, and events wait for one: 1\. Running: .*{nameof(Health_WhenNoWorkerFinishesItsEvent_IsDegraded_AndNamesTheHandlers_UntilOneDoes)}.* on ping\. Give these handlers a HandlerTimeout\.$",
            Assert.Single(health.Problems));

        gate.Open();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => bus.GetHealth().Status);
    }

    [Fact]
    public async Task Health_WhenAHandlerBlocksItsThread_IsDegradedToo()
    {
        var gate = new AsyncGate();
        await using var bus = await StartAsync(workers: 1);
        bus.Topic<Ping>().Subscribe(new Action<Ping>(_ => gate.Pass()));
        for (int i = 0; i < 2; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await gate.Reached;

        bus.GetHealth();
        _clock.Advance(s_longer);
        var status = bus.GetHealth().Status;
        gate.Open();

        Assert.Equal(EventBusStatus.Degraded, status);
    }

    [Fact]
    public async Task Health_WhenNothingWaits_IsHealthy_HoweverLongHandlersTake()
    {
        var gate = new AsyncGate();
        await using var bus = await StartAsync(workers: 1);
        bus.Topic<Ping>().Subscribe(async (Ping _) => await gate.PassAsync(CancellationToken.None));
        await bus.Topic<Ping>().EmitAsync(new Ping(0));
        await gate.Reached;
        bus.GetHealth();
        _clock.Advance(s_longer);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);

        // What comes now waits, and has no worker to wait for.
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
        gate.Open();
    }

    [Fact]
    public async Task Health_WhileAWorkerIsIdle_IsHealthy()
    {
        var gate = new AsyncGate();
        await using var bus = await StartAsync(workers: 2);
        bus.Topic<KeyedEvent>().Subscribe(async (KeyedEvent _) => await gate.PassAsync(CancellationToken.None));
        for (int i = 0; i < 3; i++) await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("the same", i));
        await gate.Reached;

        bus.GetHealth();
        _clock.Advance(s_longer);
        Assert.Equal((2, EventBusStatus.Healthy), (bus.GetHealth().QueueLength, bus.GetHealth().Status));
        gate.Open();
    }

    // A worker gives its runs a few identities in turn.
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Health_WhenWorkersHaveGoneOnSinceItWasAsked_CountsFromNow(int events)
    {
        AsyncGate first = new(), last = new();
        await using var bus = await StartAsync(workers: 1);
        bus.Topic<Ping>().Subscribe(async (Ping ping) =>
        {
            if (ping.Number == 0) await first.PassAsync(CancellationToken.None);
            else if (ping.Number == events) await last.PassAsync(CancellationToken.None);
        });
        for (int i = 0; i <= events + 1; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await first.Reached;
        bus.GetHealth();
        first.Open();
        await last.Reached;

        _clock.Advance(s_longer);
        Assert.Equal((1, EventBusStatus.Healthy), (bus.GetHealth().QueueLength, bus.GetHealth().Status));
        _clock.Advance(s_longer);
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
        last.Open();
    }

    private Task<EventBus> StartAsync(int workers) => TestBus.StartAsync(options => (options.TimeProvider, options.Workers) = (_clock, workers));
}
