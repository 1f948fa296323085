namespace EventGen.Tests.Diagnostics;

public sealed class PublisherHealthTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FailingPublisher _publisher = new("first");

    [Fact]
    public async Task Health_AfterAPublisherFailed_IsDegradedUntilItRecovers()
    {
        await using var bus = TestBus.Create(publishers: [_publisher]);

        await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<TwoPublishersEvent>().InvokeAsync(new TwoPublishersEvent(1)).AsTask());
        var failing = bus.GetHealth();
        Assert.Equal(EventBusStatus.Degraded, failing.Status);
        Assert.Equal(
            [new("first", EventBusStatus.Degraded, "InvalidOperationException"), new("second", EventBusStatus.Healthy, null)],
            failing.Publishers);

        _publisher.IsDown = false;
        await bus.Topic<TwoPublishersEvent>().InvokeAsync(new TwoPublishersEvent(2));
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
        Assert.Equal(new("first", EventBusStatus.Healthy, null), bus.GetHealth().Publishers[0]);
    }

    [Fact]
    public async Task Health_WhileAPublisherIsDownLongerThanItsLimit_IsUnhealthy()
    {
        await using var bus = CreateBus(TimeSpan.FromSeconds(20));

        await PublishAsync(bus);
        _clock.Advance(TimeSpan.FromSeconds(12));
        await PublishAsync(bus);
        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(EventBusStatus.Unhealthy, bus.GetHealth().Status);
        Assert.Equal(new("first", EventBusStatus.Unhealthy, "InvalidOperationException"), bus.GetHealth().Publishers[0]);
        Assert.Equal(["Publisher 'first' is down: InvalidOperationException."], bus.GetHealth().Problems);
    }

    [Fact]
    public async Task Health_OfAPublisherThatSaysItIsWellAgain_ForgetsWhatFailedBefore()
    {
        var transport = new TellingPublisher();
        await using var bus = TestBus.Create(options => (options.TimeProvider, options.PublisherDownLimit) = (_clock, TimeSpan.FromSeconds(20)), publishers: [transport]);
        await PublishAsync(bus);
        _clock.Advance(TimeSpan.FromSeconds(15));
        await PublishAsync(bus);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(EventBusStatus.Unhealthy, bus.GetHealth().Status);

        // It has its connection back, and nothing is published.
        _clock.Advance(TimeSpan.FromSeconds(15));
        transport.Health = new("first", EventBusStatus.Healthy, null);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);

        // Its connection is good, and yet it publishes nothing.
        await PublishAsync(bus);
        Assert.Equal(EventBusStatus.Unhealthy, bus.GetHealth().Status);
    }

    // Such as one event that was too large, and a night without another: whoever watches is not called for it.
    [Fact]
    public async Task Health_OfAPublisherThatTellsOfOneFailedPublish_IsDegraded_HoweverLongNothingIsPublished()
    {
        var transport = new TellingPublisher { Health = new("first", EventBusStatus.Degraded, "the last publish failed") };
        await using var bus = TestBus.Create(options => (options.TimeProvider, options.PublisherDownLimit) = (_clock, TimeSpan.FromSeconds(20)), publishers: [transport]);
        await PublishAsync(bus);

        _clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);

        // What it says itself holds.
        transport.Health = new("first", EventBusStatus.Unhealthy, "no connection");
        Assert.Equal(EventBusStatus.Unhealthy, bus.GetHealth().Status);
    }

    [Fact]
    public async Task Health_OfAPublisherThatSucceededInBetween_CountsFromTheNextFailure()
    {
        await using var bus = CreateBus(TimeSpan.FromSeconds(20));

        await PublishAsync(bus);
        _clock.Advance(TimeSpan.FromSeconds(15));
        _publisher.IsDown = false;
        await bus.Topic<TwoPublishersEvent>().InvokeAsync(new TwoPublishersEvent(2));
        _publisher.IsDown = true;
        await PublishAsync(bus);
        _clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
    }

    [Fact]
    public async Task Health_WithoutALimit_NeverTakesAPublisherForDown()
    {
        await using var bus = CreateBus(Timeout.InfiniteTimeSpan);

        await PublishAsync(bus);
        _clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
    }

    // The cause may be gone for long: who has published nothing since cannot know.
    [Fact]
    public async Task Health_OfAFailureThatIsNotOfNow_SaysWhenItWas()
    {
        await using var bus = CreateBus(Timeout.InfiniteTimeSpan);
        await PublishAsync(bus);
        var failed = _clock.GetUtcNow();

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("InvalidOperationException", bus.GetHealth().Publishers[0].LastError);
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal([$"The last publish of publisher 'first' failed: InvalidOperationException. That was at {failed:u}, and no publish has been tried since."], bus.GetHealth().Problems);

        await PublishAsync(bus);
        Assert.Equal("InvalidOperationException", bus.GetHealth().Publishers[0].LastError);
    }

    [Fact]
    public async Task Health_NamesTheTypesOfAnError_AndNothingOfItsMessages()
    {
        _publisher.Failure = new IOException("Host=db;Password=hunter2", new TimeoutException("user=admin;token=hunter2"));
        await using var bus = CreateBus(TimeSpan.FromSeconds(20));

        await PublishAsync(bus);

        Assert.Equal("IOException (TimeoutException)", bus.GetHealth().Publishers[0].LastError);
        Assert.Equal(["The last publish of publisher 'first' failed: IOException (TimeoutException)."], bus.GetHealth().Problems);
    }

    private EventBus CreateBus(TimeSpan limit) =>
        TestBus.Create(options => (options.TimeProvider, options.PublisherDownLimit) = (_clock, limit), publishers: [_publisher]);

    private static Task PublishAsync(EventBus bus) =>
        Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<TwoPublishersEvent>().InvokeAsync(new TwoPublishersEvent(1)).AsTask());

    private sealed class TellingPublisher : IEventPublisher, IEventPublisherHealth
    {
        public string Name => "first";

        public PublisherHealth Health { get; set; } = new("first", EventBusStatus.Degraded, "no connection");

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken = default) => throw new InvalidOperationException("down");

        public ValueTask DisposeAsync() => default;
    }
}
