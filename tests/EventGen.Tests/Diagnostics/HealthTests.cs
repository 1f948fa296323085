namespace EventGen.Tests.Diagnostics;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_OfAFreshBus_IsHealthy_AndCountsItsParts()
    {
        await using var bus = TestBus.Create(static options => options.QueueCapacity = 77);

        var health = bus.Health();

        Assert.Equal(EventBusStatus.Healthy, health.Status);
        Assert.Equal((0, 77), (health.QueueLength, health.QueueCapacity));
        Assert.Equal(bus.Descriptors.Count, health.Events);
        Assert.Equal((0, 0L, 0L, 0L), (health.Subscribers, health.Dropped, health.Failed, health.DeadLetters));
        Assert.Equal([new("first", EventBusStatus.Healthy, null), new("second", EventBusStatus.Healthy, null)], health.Publishers);
    }

    [Fact]
    public async Task Health_AfterAPublisherFailed_IsDegradedUntilItRecovers()
    {
        var publisher = new FailingPublisher("first");
        await using var bus = TestBus.Create(publishers: [publisher]);

        await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<Published>().InvokeAsync(new Published(1)).AsTask());
        var failing = bus.Health();
        Assert.Equal(EventBusStatus.Degraded, failing.Status);
        Assert.Equal(
            [new("first", EventBusStatus.Degraded, "InvalidOperationException: first is down"), new("second", EventBusStatus.Healthy, null)],
            failing.Publishers);

        publisher.IsDown = false;
        await bus.Topic<Published>().InvokeAsync(new Published(2));
        Assert.Equal(EventBusStatus.Healthy, bus.Health().Status);
        Assert.Equal(new("first", EventBusStatus.Healthy, null), bus.Health().Publishers[0]);
    }

    [Fact]
    public async Task Health_AfterTheStop_IsUnhealthy()
    {
        await using var bus = await TestBus.StartAsync();

        await bus.StopAsync();

        Assert.Equal(EventBusStatus.Unhealthy, bus.Health().Status);
    }

    [Fact]
    public void Health_AfterAHandlerFailed_CountsIt_AndStaysHealthy()
    {
        using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException()));

        bus.Topic<Ping>().Emit(new Ping());
        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal((2L, EventBusStatus.Healthy), (bus.Health().Failed, bus.Health().Status));
    }
}
