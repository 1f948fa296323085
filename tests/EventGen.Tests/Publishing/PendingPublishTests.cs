using System.Collections.Concurrent;

namespace EventGen.Tests.Publishing;

/// <summary>Publishers that take their time: workers go on, keys keep their order, a stop waits.</summary>
public sealed class PendingPublishTests
{
    [Fact]
    public async Task EmitAsync_WhilePublishesWait_ItsOneWorkerGoesOn()
    {
        var gate = new AsyncGate(expected: 20);
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1, publishers: [new GatedPublisher("first", gate)]);

        for (int i = 0; i < 20; i++) await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(i));

        await gate.Reached;
        gate.Open();
        await bus.DrainAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task EmitAsync_WhileTooManyPublishesWait_ItsWorkerWaits(int most)
    {
        var gate = new AsyncGate(expected: most + 1);
        await using var bus = await TestBus.StartAsync(
            options => (options.Workers, options.MaxPendingPublishes, options.QueueCapacity) = (1, most, 1), publishers: [new GatedPublisher("first", gate)]);
        for (int i = 0; i <= most; i++) await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(i));
        await gate.Reached;

        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(-1));

        Assert.False(bus.Topic<TwoPublishersEvent>().TryEnqueue(new TwoPublishersEvent(-2)));
        Assert.Equal((most + 1, 1), (gate.Arrivals, bus.GetHealth().QueueLength));
        gate.Open();
        await bus.DrainAsync();
    }

    [Fact]
    public async Task EmitAsync_WhileAPublishWaits_LaterEventsOfItsKeyDoToo()
    {
        var gate = new AsyncGate();
        var publisher = new KeyedPublisher(gate);
        await using var bus = await TestBus.StartAsync(publishers: [publisher]);
        var topic = bus.Topic<PublishedByText>();
        var handled = new ConcurrentQueue<string>();
        topic.Subscribe((PublishedByText e) => handled.Enqueue(e.Key!));

        await topic.EmitAsync(new PublishedByText("a"));
        await gate.Reached;
        await topic.EmitAsync(new PublishedByText("a"));
        await topic.EmitAsync(new PublishedByText("b"));
        await Eventually.TrueAsync(() => publisher.Done.Contains("b"));

        Assert.Equal(["a", "b"], handled);
        Assert.Equal(["b"], publisher.Done);
        gate.Open();
        await bus.DrainAsync();
        Assert.Equal(["b", "a", "a"], publisher.Done);
    }

    [Fact]
    public async Task EmitAsync_WhenAPendingPublishFails_ItIsAttemptedAgainBeforeLaterEventsOfItsKey()
    {
        var gate = new AsyncGate();
        var publisher = new KeyedPublisher(gate) { FailsFirst = true };
        await using var bus = await TestBus.StartAsync(
            static options => options.PublisherRetry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.Zero }, publishers: [publisher]);
        var topic = bus.Topic<PublishedByText>();

        await topic.EmitAsync(new PublishedByText("a"));
        await gate.Reached;
        await topic.EmitAsync(new PublishedByText("a"));
        gate.Open();
        await bus.DrainAsync();

        Assert.Equal(["a failed", "a", "a"], publisher.Done);
        Assert.Equal(2, publisher.Messages.Distinct().Count());
        Assert.Equal(publisher.Messages.ElementAt(0), publisher.Messages.ElementAt(1));
    }

    [Fact]
    public async Task StopAsync_WhileAPublishWaits_WaitsForIt()
    {
        var gate = new AsyncGate();
        var bus = await TestBus.StartAsync(publishers: [new GatedPublisher("first", gate)]);
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await gate.Reached;

        var stop = bus.StopAsync();
        await Eventually.TrueAsync(() => bus.IsClosed || bus.GetHealth().Status == EventBusStatus.Unhealthy);
        Assert.False(stop.IsCompleted);

        gate.Open();
        Assert.True((await Deadline.WithinAsync(stop, "the stop")).IsComplete);
    }

    [Fact]
    public async Task StopAsync_WhenItsTimeIsOver_CancelsPendingPublishes()
    {
        var gate = new AsyncGate();
        var bus = await TestBus.StartAsync(static options => options.DrainTimeout = TimeSpan.Zero, publishers: [new GatedPublisher("first", gate)]);
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await gate.Reached;

        var report = await Deadline.WithinAsync(bus.StopAsync(), "the stop");

        // Cancelled, it has failed for good: a dead letter, no work that still runs.
        Assert.Equal("1 x two.publishers cut off by the stop", report.ToString());
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task StopAsync_WhenAPublishIgnoresItsToken_ReportsItAsRunning()
    {
        var never = new TaskCompletionSource();
        var began = new AsyncGate();
        var bus = await TestBus.StartAsync(static options => options.DrainTimeout = TimeSpan.Zero, publishers: [new DeafPublisher(began, never.Task)]);
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await began.Reached;

        var report = await Deadline.WithinAsync(bus.StopAsync(), "the stop");

        Assert.Equal(1, report.Running);
        never.SetResult();
    }

    [Fact]
    public void MaxPendingPublishes_BelowZero_IsRefused()
    {
        var thrown = Assert.ThrowsAny<Exception>(static () => TestBus.Create(static options => options.MaxPendingPublishes = -1));

        Assert.Contains("MaxPendingPublishes is -1", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Holds the first message at a gate.</summary>
    private sealed class KeyedPublisher(AsyncGate gate) : IEventPublisher
    {
        private int _calls;

        public string Name => "first";

        public bool FailsFirst { get; init; }

        public ConcurrentQueue<string> Done { get; } = new();

        public ConcurrentQueue<Guid> Messages { get; } = new();

        public async ValueTask PublishAsync(EventMessage message, CancellationToken ct)
        {
            Messages.Enqueue(message.Id);
            bool isFirst = Interlocked.Increment(ref _calls) == 1;
            if (isFirst) await gate.PassAsync(ct);
            if (isFirst && FailsFirst)
            {
                Done.Enqueue($"{message.Key} failed");
                throw new TimeoutException("not confirmed");
            }

            Done.Enqueue(message.Key!);
        }

        public ValueTask DisposeAsync() => default;
    }

    private sealed class DeafPublisher(AsyncGate began, Task end) : IEventPublisher
    {
        public string Name => "first";

        public async ValueTask PublishAsync(EventMessage message, CancellationToken ct)
        {
            began.Open();
            await began.PassAsync(CancellationToken.None);
            await end;
        }

        public ValueTask DisposeAsync() => default;
    }
}
