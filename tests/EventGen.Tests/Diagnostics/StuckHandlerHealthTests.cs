using System.Diagnostics.Metrics;
using EventGen.Tests.Lifetime;

namespace EventGen.Tests.Diagnostics;

public sealed class StuckHandlerHealthTests
{
    [Fact]
    public async Task Health_WhileAHandlerIsStuck_IsUnhealthyAndNamesIt()
    {
        var clock = new ManualTimeProvider();
        var gate = new AsyncGate();
        string source = Guid.NewGuid().ToString();
        await using var bus = await TestBus.StartAsync(options => (options.Source, options.TimeProvider, options.HandlerTimeout) = (source, clock, TimeSpan.FromSeconds(10)));
        bus.Topic<Ping>().Subscribe(async (Ping _) => await gate.PassAsync(CancellationToken.None));
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await gate.Reached;
        await clock.WhenPendingAsync(1);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);

        clock.Advance(TimeSpan.FromSeconds(10));
        await Eventually.EqualAsync(1, () => bus.Stuck.Overdue().Count);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);   // it may heed its token yet
        clock.Advance(TimeSpan.FromSeconds(1));
        var health = bus.GetHealth();
        long measured = StuckHandlersOf(source);
        gate.Open();

        Assert.Equal(EventBusStatus.Unhealthy, health.Status);
        Assert.Equal([$"A handler is stuck: {health.StuckHandlers[0]}."], health.Problems);
        Assert.Equal(1, measured);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => bus.GetHealth().Status);
        Assert.Equal(0, StuckHandlersOf(source));
    }

    private static long StuckHandlersOf(string source)
    {
        long stuck = -1;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == EventGenTelemetry.HandlersStuck) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (Array.Exists(tags.ToArray(), tag => Equals(tag.Value, source))) stuck = value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return stuck;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task HandlerThatIsStuckOnAClockWithoutAFrequency_IsTold(long frequency)
    {
        var gate = new AsyncGate();
        var bus = await StartWithAStuckHandlerAsync(new FrequencyTimeProvider(frequency), gate);

        await Eventually.EqualAsync(EventBusStatus.Unhealthy, () => bus.GetHealth().Status);
        var report = await bus.StopAsync();
        gate.Open();

        Assert.Single(report.Stuck);
    }

    [Fact]
    public async Task ClockThatHangsInAHealthCheck_HoldsUpNoHandler()
    {
        AsyncGate gate = new(), hanging = new();
        var clock = new HangingClock();
        await using var bus = await StartWithAStuckHandlerAsync(clock, gate);
        clock.OnTimestamp = () => hanging.PassAsync(CancellationToken.None);
        var health = Task.Run(bus.GetHealth);
        await hanging.Reached;

        // What ends now is taken off the list that the health check reads.
        gate.Open();
        await Eventually.EqualAsync(0, () => Deadline.WithinAsync(Task.Run(bus.Stuck.Overdue), "the list of what is stuck", TimeSpan.FromSeconds(60)).Result.Count);

        Assert.False(health.IsCompleted);
        hanging.Open();
        await health;
    }

    private static async Task<EventBus> StartWithAStuckHandlerAsync(TimeProvider clock, AsyncGate gate)
    {
        var bus = await TestBus.StartAsync(options => (options.TimeProvider, options.HandlerTimeout, options.DrainTimeout) = (clock, TimeSpan.FromMilliseconds(1), TimeSpan.Zero));
        bus.Topic<Ping>().Subscribe(async (Ping _) => await gate.PassAsync(CancellationToken.None));
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await gate.Reached;
        await Eventually.EqualAsync(1, () => bus.Stuck.Overdue().Count);
        return bus;
    }
}

/// <summary>A clock with a frequency of its own, which may be none that a clock can have.</summary>
internal sealed class FrequencyTimeProvider(long frequency) : TimeProvider
{
    public override long TimestampFrequency => frequency;
}
