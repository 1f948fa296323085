namespace EventGen.Tests.Diagnostics;

public sealed class StuckHandlerHealthTests
{
    [Fact]
    public async Task Health_WhileAHandlerIsStuck_IsUnhealthyAndNamesIt()
    {
        var clock = new ManualTimeProvider();
        var gate = new AsyncGate();
        await using var bus = await TestBus.StartAsync(options => (options.TimeProvider, options.HandlerTimeout) = (clock, TimeSpan.FromSeconds(10)));
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
        gate.Open();

        Assert.Equal(EventBusStatus.Unhealthy, health.Status);
        Assert.Equal([$"A handler is stuck: {health.StuckHandlers[0]}."], health.Problems);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => bus.GetHealth().Status);
    }
}
