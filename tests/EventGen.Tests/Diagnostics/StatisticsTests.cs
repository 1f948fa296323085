using System.Collections.Concurrent;
using EventGen.Tests.Dispatch;

namespace EventGen.Tests.Diagnostics;

public sealed class StatisticsTests
{
    [Fact]
    public async Task UnmeasuredBus_HasNoStatistics()
    {
        await using var bus = await TestBus.StartAsync();
        bus.Topic<MeasuredEvent>().Emit(new MeasuredEvent());
        await bus.DrainAsync();

        Assert.Null(bus.Statistics.StartedAt);
        Assert.Empty(bus.Statistics.Events);
        Assert.Null(bus.Statistics.Find("measured"));
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task EveryCall_IsCounted_WithEachAttemptOfEachHandler(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        bus.Statistics.Start();

        for (int i = 0; i < 20; i++) await bus.Topic<MeasuredEvent>().EmitByAsync(call, new MeasuredEvent());
        await bus.DrainAsync();

        var measured = bus.Statistics.Find("measured")!;
        Assert.Equal(20, measured.Emitted);
        Assert.Equal([(MeasuredHandlers.Asynchronous, 20L, 0L), (MeasuredHandlers.Synchronous, 20L, 0L)], measured.Targets.Select(static target => (target.Name, target.Attempts, target.Failed)));
        Assert.All(measured.Targets, static target => Assert.True(target.Duration.P99 >= target.Duration.P50));
    }

    [Fact]
    public async Task ManyEvents_AreCountedExactly_ThoughOnlySomeAreMeasured()
    {
        var time = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(options => (options.TimeProvider, options.QueueCapacity) = (time, 50_000));
        bus.Statistics.Start();
        var topic = bus.Topic<MeasuredEvent>();

        for (int i = 0; i < 10_000; i++) Assert.True(topic.TryEnqueue(new MeasuredEvent()));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(bus.Statistics.Find("measured")!.IsFollowed);
        for (int i = 0; i < 20_000; i++) Assert.True(topic.TryEnqueue(new MeasuredEvent()));
        for (int i = 0; i < 5_000; i++) topic.Emit(new MeasuredEvent());
        await bus.DrainAsync();

        var measured = bus.Statistics.Find("measured")!;
        Assert.Equal(35_000, measured.Emitted);
        Assert.Equal([35_000, 35_000], measured.Targets.Select(static target => target.Attempts));
        Assert.True(measured.Targets[0].Duration.Samples < 35_000);
    }

    [Fact]
    public async Task Rates_AreTheMean_UntilThereIsMoreThanTheirWindow()
    {
        var time = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(options => options.TimeProvider = time);
        bus.Statistics.Start();

        for (int i = 0; i < 30; i++) bus.Topic<MeasuredEvent>().Emit(new MeasuredEvent());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new EventRate(30, 30, 30), bus.Statistics.Find("measured")!.Rate);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new EventRate(0, 15, 15), bus.Statistics.Find("measured")!.Rate);
    }

    [Fact]
    public async Task Rates_TellWhatSucceeded_ApartFromWhatFailed()
    {
        var time = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(options => options.TimeProvider = time, publishers: [new FailingPublisher("second")]);
        bus.Statistics.Start();

        for (int i = 0; i < 3; i++) bus.Topic<MeasuredEvent>().Emit(new MeasuredEvent(Fails: i > 0));
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await Eventually.EqualAsync((8L, 3L), () => (bus.Statistics.Events.Sum(static measured => measured.Targets.Sum(static target => target.Attempts)), bus.DeadLetters.Count));
        time.Advance(TimeSpan.FromSeconds(1));

        var rates = bus.Statistics.Rates;
        Assert.Equal((4, 1, 3), (rates.Handled.LastSecond, rates.Published.LastSecond, rates.Failed.LastSecond));
        Assert.Equal(2, bus.Statistics.Find("two.publishers")!.Targets.Sum(static target => target.Rate.LastSecond));   // attempts
    }

    [Fact]
    public async Task Rates_OfAnEventThatComesLate_AreOfTheWholeTime()
    {
        var time = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(options => options.TimeProvider = time);
        bus.Statistics.Start();
        time.Advance(TimeSpan.FromSeconds(9));

        for (int i = 0; i < 30; i++) bus.Topic<MeasuredEvent>().Emit(new MeasuredEvent());
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new EventRate(30, 3, 3), bus.Statistics.Find("measured")!.Rate);
        Assert.Equal(new EventRate(30, 3, 3), bus.Statistics.RateOf("measured"));
        Assert.Equal(new EventRate(30, 3, 3), bus.Statistics.Rates.Emitted);
    }

    [Fact]
    public async Task Latencies_OfFewEvents_AreKept_AndOfManyForgotten()
    {
        var time = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(options => options.TimeProvider = time);
        bus.Statistics.Start();
        var topic = bus.Topic<MeasuredEvent>();

        topic.Emit(new MeasuredEvent());
        time.Advance(TimeSpan.FromHours(1));
        Assert.InRange(bus.Statistics.Find("measured")!.Duration.Samples, 1, 2);   // of both handlers

        for (int i = 0; i < 500; i++) topic.Emit(new MeasuredEvent());
        time.Advance(TimeSpan.FromHours(1));
        await bus.DrainAsync();
        Assert.InRange(bus.Statistics.Find("measured")!.Targets.Single(static target => target.Name == MeasuredHandlers.Synchronous).Duration.Samples, 1, 100);
    }

    [Fact]
    public async Task FailedHandler_IsCounted_WithTheTypeOfItsFailure()
    {
        await using var bus = await TestBus.StartAsync();
        bus.Statistics.Start();

        bus.Topic<MeasuredEvent>().Emit(new MeasuredEvent(Fails: true));
        bus.Topic<MeasuredEvent>().Emit(new MeasuredEvent());
        await bus.DrainAsync();

        var failed = bus.Statistics.Find("measured")!.Targets.Single(static target => target.Name == MeasuredHandlers.Synchronous);
        Assert.Equal((2, 1, 1), (failed.Attempts, failed.Failed, failed.DeadLettered));
        Assert.Equal(typeof(InvalidOperationException).FullName, failed.LastFailure);
    }

    [Fact]
    public async Task Publishers_AreMeasured_EachByItself()
    {
        await using var bus = await TestBus.StartAsync(publishers: [new FailingPublisher("second")]);
        bus.Statistics.Start();

        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await bus.DrainAsync();

        Assert.Equal(
            [("first", true, 1L, 0L), ("second", true, 1L, 1L)],
            bus.Statistics.Find("two.publishers")!.Targets.Select(static target => (target.Name, target.IsPublisher, target.Attempts, target.Failed)));
    }

    [Fact]
    public async Task Listener_IsToldWhatHappens_WithTheContextThatLinksIt()
    {
        var told = new Recorder();
        await using var bus = await TestBus.StartAsync();
        using (bus.Statistics.Listen(told))
        {
            bus.Topic<Ping>().Subscribe(_ => bus.Topic<MeasuredEvent>().Emit(new MeasuredEvent(Fails: true)));
            using (EventMetadata.Push(correlationId: "c-1")) bus.Topic<Ping>().Emit(new Ping());
            await bus.DrainAsync();
        }

        var ping = Assert.Single(told.Of("ping", EventActivityKind.Emitted));
        var measured = Assert.Single(told.Of("measured", EventActivityKind.Emitted));
        Assert.Equal(ping.Context!.Id.ToString(), measured.Context!.Metadata.CausationId);
        Assert.All(told.All, static activity => Assert.Equal("c-1", activity.Context!.Metadata.CorrelationId));
        Assert.Equal("As asked for.", Assert.Single(told.Of("measured", EventActivityKind.Failed)).Exception!.Message);
        Assert.Equal(MeasuredHandlers.Asynchronous, Assert.Single(told.Of("measured", EventActivityKind.Handled)).Target);
    }

    [Fact]
    public async Task Listener_IsToldAPart_WhenMuchHappens_AndHowMuchItMissed()
    {
        var told = new Recorder();
        await using var bus = await TestBus.StartAsync(static options => (options.TimeProvider, options.QueueCapacity) = (new ManualTimeProvider(), 20_000));
        using var listening = bus.Statistics.Listen(told);

        for (int i = 0; i < 10_000; i++) Assert.True(bus.Topic<MeasuredEvent>().TryEnqueue(new MeasuredEvent()));
        await bus.DrainAsync();

        Assert.InRange(told.All.Count, 1, 501);
        Assert.InRange(told.Of("measured", EventActivityKind.Emitted).Sum(static activity => activity.Skipped + 1), 1, 10_000);
    }

    [Fact]
    public async Task ListenerThatThrows_HarmsNothing()
    {
        await using var bus = await TestBus.StartAsync();
        using var listening = bus.Statistics.Listen(new Recorder { Throws = true });

        bus.Topic<MeasuredEvent>().Emit(new MeasuredEvent());
        await bus.DrainAsync();

        Assert.Equal([1, 1], bus.Statistics.Find("measured")!.Targets.Select(static target => target.Attempts));
    }

    [Fact]
    public async Task MeasuredEmit_AllocatesNothing_OnceItIsEmittedOften()
    {
        var time = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(options => options.TimeProvider = time);
        bus.Statistics.Start();
        var topic = bus.Topic<Ping>();
        topic.Subscribe(static _ => { });
        for (int i = 0; i < 100_000; i++) topic.Emit(new Ping());
        time.Advance(TimeSpan.FromSeconds(1));
        var ping = new Ping();

        Assert.Equal(0, Allocated.By(10_000, () => topic.Emit(ping)));
        Assert.Equal(100_000 + 10_100, bus.Statistics.Find("ping")!.Emitted);
    }

    [Fact]
    public async Task Queue_IsReadWithItsWorkersAndItsOldestEvent()
    {
        var time = new ManualTimeProvider();
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var bus = await TestBus.StartAsync(options => (options.TimeProvider, options.Workers) = (time, 1));
        bus.Statistics.Start();
        bus.Topic<Ping>().Subscribe(async (Ping _) =>
        {
            started.TrySetResult();
            await release.Task;
        });

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await Deadline.WithinAsync(started.Task, "the handler to run");
        await bus.Topic<Ping>().EmitAsync(new Ping());
        time.Advance(TimeSpan.FromSeconds(7));

        var queue = bus.Statistics.Queue;
        Assert.Equal((1, 1000, 1, 1, TimeSpan.FromSeconds(7)), (queue.Length, queue.Capacity, queue.Workers, queue.Busy, queue.OldestWait));
        release.SetResult();
        await bus.DrainAsync();
        Assert.Equal(TimeSpan.Zero, bus.Statistics.Queue.OldestWait);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    [InlineData(1234)]
    [InlineData(987_654_321)]
    public void Percentiles_AreAtMostAnEighthAboveTheTruth(long microseconds)
    {
        var histogram = new LatencyHistogram();
        for (int i = 0; i < 100; i++) histogram.Add(TimeSpan.FromMicroseconds(microseconds));
        histogram.Add(TimeSpan.FromHours(3));

        var percentiles = histogram.Percentiles();
        Assert.InRange(percentiles.P50.TotalMicroseconds, microseconds, (microseconds * 1.125) + 0.2);
        Assert.Equal(101, percentiles.Samples);
    }

    private sealed class Recorder : EventActivityListener
    {
        private readonly ConcurrentQueue<EventActivity> _all = new();

        public bool Throws { get; init; }

        public IReadOnlyCollection<EventActivity> All => _all;

        public IEnumerable<EventActivity> Of(string eventId, EventActivityKind kind) => _all.Where(activity => activity.EventId == eventId && activity.Kind == kind);

        public override void Occurred(EventActivity activity)
        {
            _all.Enqueue(activity);
            if (Throws) throw new InvalidOperationException("As asked for.");
        }
    }
}
