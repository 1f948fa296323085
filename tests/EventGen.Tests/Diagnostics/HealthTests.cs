namespace EventGen.Tests.Diagnostics;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_OfAFreshBus_IsHealthy_AndCountsItsParts()
    {
        await using var bus = TestBus.Create(static options => options.QueueCapacity = 77);

        var health = bus.GetHealth();

        Assert.Equal(EventBusStatus.Healthy, health.Status);
        Assert.Empty(health.Problems);
        Assert.Equal((0, 77), (health.QueueLength, health.QueueCapacity));
        Assert.Equal(bus.Descriptors.Count, health.Events);
        Assert.Equal((0, 0L, 0L, 0L), (health.Subscribers, health.Dropped, health.Failed, health.DeadLetters));
        Assert.Equal([new("first", EventBusStatus.Healthy, null), new("second", EventBusStatus.Healthy, null)], health.Publishers);
    }

    [Fact]
    public async Task Health_OfABusThatNobodyStarted_SaysThatEventsWait()
    {
        await using var bus = TestBus.Create();
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.Topic<Ping>().EmitAsync(new Ping(2));

        var before = bus.GetHealth();
        await bus.StartAsync();
        var after = bus.GetHealth();

        Assert.Equal(EventBusStatus.Degraded, before.Status);
        Assert.Equal(["The bus has not started, and events wait for it: 2. Call StartAsync."], before.Problems);
        Assert.Empty(after.Problems);
    }

    [Fact]
    public async Task Health_AfterTheStop_IsUnhealthy()
    {
        await using var bus = await TestBus.StartAsync();

        await bus.StopAsync();

        Assert.Equal(EventBusStatus.Unhealthy, bus.GetHealth().Status);
        Assert.Equal(["The bus has stopped."], bus.GetHealth().Problems);
    }

    [Fact]
    public void Health_AfterAHandlerFailed_CountsIt_AndStaysHealthy()
    {
        using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException()));

        bus.Topic<Ping>().Emit(new Ping());
        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal((2L, EventBusStatus.Healthy), (bus.GetHealth().Failed, bus.GetHealth().Status));
    }
}
