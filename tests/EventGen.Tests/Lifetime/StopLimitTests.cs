namespace EventGen.Tests.Lifetime;

/// <summary>A stop ends within its time, whatever the code that it calls does, and says who has not ended.</summary>
public sealed class StopLimitTests
{
    // Reached by a test that fails alone: a stop takes some seconds at most.
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _clock = new();
    private readonly AsyncGate _hanging = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PublisherWhoseDisposeHangs_IsLeftAndNamed_AndTheOthersAreClosed(bool blocks)
    {
        var other = new FailingPublisher("second");
        var report = await StopAsync(publishers: [new HangingPublisher("first") { OnDispose = Hang(blocks) }, other]);

        Assert.Equal(["closing publisher 'first'"], report.Unfinished);
        Assert.Equal("not ended: closing publisher 'first'", report.ToString());
        Assert.False(report.IsComplete);
        Assert.Equal(1, other.Disposals);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TransportThatDoesNotStopReceiving_IsLeftAndNamed(bool blocks)
    {
        var report = await StopAsync(publishers: [new HangingTransport("first") { OnStopReceiving = Hang(blocks) }, new HangingTransport("second")]);

        Assert.Equal(["publisher 'first' to stop receiving"], report.Unfinished);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TransportThatNeverStarts_IsLeftAndNamed(bool blocks)
    {
        var bus = Create(publishers: [new HangingTransport("first") { OnStart = Hang(blocks) }, new HangingTransport("second")]);
        _ = bus.StartAsync();
        await _hanging.Reached;

        Assert.Equal(["publisher 'first' to stop receiving"], (await StopAsync(bus)).Unfinished);
    }

    [Fact]
    public async Task CallbackOnAHandlersTokenThatBlocks_IsLeftAndNamed_AndSoIsItsHandler()
    {
        var bus = await StartAsync();
        var running = new AsyncGate();
        bus.Topic<Ping>().Subscribe(async (Ping _, CancellationToken token) =>
        {
            token.Register(() => _hanging.PassAsync().Wait());
            await running.PassAsync(CancellationToken.None);
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await running.Reached;

        var report = await StopAsync(bus);
        running.Open();

        Assert.Equal(["what handlers have registered with their cancellation token"], report.Unfinished);
        string handler = Assert.Single(report.RunningHandlers);
        Assert.Contains(nameof(CallbackOnAHandlersTokenThatBlocks_IsLeftAndNamed_AndSoIsItsHandler), handler, StringComparison.Ordinal);
        Assert.EndsWith(" on ping", handler, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClockThatStandsStill_DoesNotKeepTheBusFromStopping(bool retries)
    {
        var bus = await StartAsync(options =>
        {
            (options.DrainTimeout, options.TimeProvider) = (TimeSpan.FromMilliseconds(50), _clock);
            if (retries) options.Retry = new RetryPolicy { Attempts = 2 };
        });
        bus.Topic<Ping>().Subscribe(async (Ping _, CancellationToken token) =>
        {
            if (retries) throw new InvalidOperationException("fails");
            await Task.Delay(TimeSpan.FromHours(1), _clock, CancellationToken.None);
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _clock.WhenPendingAsync(1);

        var report = await StopAsync(bus);

        Assert.Equal(retries ? (0, 1) : (1, 0), (report.Running, report.Retrying.Values.Sum()));
    }

    [Fact]
    public async Task PublishThatHangs_IsNamed()
    {
        var bus = await StartAsync(publishers: [new HangingPublisher("first") { OnPublish = Hang(blocks: false) }]);
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await _hanging.Reached;

        var report = await StopAsync(bus);

        Assert.Equal(1, report.Running);
        Assert.Equal(["publisher 'first'"], report.RunningHandlers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StoreOfDeadLettersThatHangsAtItsEnd_IsLeftAndNamed(bool blocks)
    {
        var report = await StopAsync(build: builder => builder.UseDeadLetterStore(new HangingStore { OnDispose = Hang(blocks) }));

        Assert.Equal(["closing the store of dead letters"], report.Unfinished);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StoreOfDeadLettersThatTakesNone_IsLeftAndNamed(bool blocks)
    {
        var bus = await StartAsync(
            options => (options.DrainTimeout, options.TimeProvider, options.Retry) = (TimeSpan.FromMilliseconds(50), _clock, new RetryPolicy { Attempts = 2 }),
            build: builder => builder.UseDeadLetterStore(new HangingStore { OnAdd = Hang(blocks) }));
        bus.Topic<Ping>().Subscribe(static async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("fails");
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _clock.WhenPendingAsync(1);

        var report = await StopAsync(bus);

        Assert.Equal((1, 1), (report.Retrying["ping"], bus.DeadLetters.Lost));
        Assert.Equal(["the store of dead letters"], report.Unfinished);
    }

    [Fact]
    public async Task LogThatBlocks_DoesNotKeepTheStopFromReturning()
    {
        var report = await StopAsync(build: builder => builder.UseLogging(new HangingLogger(id: 2, Hang(blocks: true))));

        Assert.Contains("what the stop itself calls", Assert.Single(report.Unfinished), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClockThatBlocksTheStop_LetsItReturn_AndWhatRunsIsNamed()
    {
        var clock = new HangingClock();
        var running = new AsyncGate();
        var bus = await StartAsync(options => (options.DrainTimeout, options.TimeProvider) = (TimeSpan.Zero, clock));
        bus.Topic<Ping>().Subscribe(_ => running.PassAsync(CancellationToken.None));
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await running.Reached;
        clock.OnTimer = Hang(blocks: true);

        var report = await StopAsync(bus);
        running.Open();

        Assert.Contains("what the stop itself calls", Assert.Single(report.Unfinished), StringComparison.Ordinal);
        Assert.EndsWith(" on ping", Assert.Single(report.RunningHandlers), StringComparison.Ordinal);
        Assert.Equal(1, report.Running);
    }

    [Fact]
    public async Task TimeProviderThatMakesNoTimers_DoesNotKeepTheBusFromStopping()
    {
        var publisher = new FailingPublisher("first");
        var bus = await StartAsync(static options => (options.DrainTimeout, options.TimeProvider) = (TimeSpan.FromMilliseconds(50), new TimerlessTimeProvider()), [publisher]);
        bus.Topic<Ping>().Subscribe(_ => _hanging.PassAsync());
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _hanging.Reached;

        var report = await StopAsync(bus);

        Assert.Equal((1, 1), (report.Running, publisher.Disposals));
    }

    [Fact]
    public async Task Cancellation_EndsAStopWhosePublisherHangs()
    {
        var bus = await StartAsync(static options => options.DrainTimeout = Timeout.InfiniteTimeSpan, [new HangingPublisher("first") { OnDispose = Hang(blocks: false) }]);
        using var cancellation = new CancellationTokenSource();
        var stop = bus.StopAsync(cancellation.Token);
        await _hanging.Reached;

        await cancellation.CancelAsync();

        Assert.Equal(["closing publisher 'first'"], (await Deadline.WithinAsync(stop, "the stop", s_watchdog)).Unfinished);
        _hanging.Open();
    }

    [Fact]
    public async Task SynchronousDispose_EndsInItsTimeToo()
    {
        var bus = await StartAsync(publishers: [new HangingPublisher("first") { OnDispose = Hang(blocks: true) }]);

        await Deadline.WithinAsync(Task.Run(bus.Dispose), "the dispose", s_watchdog);
        _hanging.Open();
    }

    private static EventBus Create(Action<EventBusOptions>? options = null, IEventPublisher[]? publishers = null, Action<EventBusBuilder>? build = null) =>
        TestBus.Create(options ?? (static options => options.DrainTimeout = TimeSpan.Zero), null, publishers, build);

    private static async Task<EventBus> StartAsync(Action<EventBusOptions>? options = null, IEventPublisher[]? publishers = null, Action<EventBusBuilder>? build = null)
    {
        var bus = Create(options, publishers, build);
        await bus.StartAsync();
        return bus;
    }

    private async Task<DrainReport> StopAsync(IEventPublisher[]? publishers = null, Action<EventBusBuilder>? build = null) =>
        await StopAsync(await StartAsync(null, publishers, build));

    private async Task<DrainReport> StopAsync(EventBus bus)
    {
        var report = await Deadline.WithinAsync(bus.StopAsync(), "the stop", s_watchdog);
        _hanging.Open();
        return report;
    }

    private Func<Task> Hang(bool blocks) => () =>
    {
        Task hanging = _hanging.PassAsync();
        if (blocks) hanging.Wait();
        return hanging;
    };
}
