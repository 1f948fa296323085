namespace EventGen.Tests.Lifetime;

public sealed class DrainTimeoutTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private readonly AsyncGate _gate = new();
    private CancellationToken _token;

    [Fact]
    public async Task Drain_ThatTakesTooLong_IsGivenUp_AndReportsWhatIsLeftByEvent()
    {
        await using var bus = await StartAsync(heedsToken: false);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", 1));
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", 2));

        Task<DrainReport> stop = bus.StopAsync();
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_patience - TimeSpan.FromTicks(1));
        Assert.False(_token.IsCancellationRequested);
        Assert.False(stop.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));
        await Eventually.TrueAsync(() => _token.IsCancellationRequested);
        await PassGraceAsync(stop);
        var report = await Deadline.WithinAsync(stop, "the report");
        _gate.Open();

        Assert.False(report.IsComplete);
        Assert.Equal([("keyed", 2), ("ping", 1)], report.Undelivered.Select(static left => (left.Key, left.Value)).Order());
        Assert.Equal(1, report.Running);
        string handler = Assert.Single(report.RunningHandlers);
        Assert.StartsWith("EventGen.Tests.Lifetime.DrainTimeoutTests", handler, StringComparison.Ordinal);
        Assert.EndsWith(" on ping", handler, StringComparison.Ordinal);
        Assert.Equal($"2 x keyed never handled, 1 x ping never handled, 1 still running ({handler})", report.ToString());
    }

    [Fact]
    public async Task Drain_ThatIsGivenUp_WaitsForHandlersThatHeedTheirToken()
    {
        await using var bus = await StartAsync(heedsToken: true);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;
        await bus.Topic<Ping>().EmitAsync(new Ping());

        Task<DrainReport> stop = bus.StopAsync();
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_patience);
        var report = await Deadline.WithinAsync(stop, "the report");

        Assert.Equal((1, 0), (report.Undelivered["ping"], report.Running));
        Assert.Equal((1, 1), (report.CutOff["ping"], bus.GetHealth().Failed));
    }

    [Fact]
    public async Task CircleThatTheStopCutsOff_IsNotAllThatWasAccepted_AndTheLogNamesIt()
    {
        var log = new RecordingLogger();
        await using var bus = await TestBus.StartAsync(
            options => (options.Workers, options.DrainTimeout, options.TimeProvider) = (1, s_patience, _clock), build: builder => builder.UseLogging(log));
        bus.Topic<Ping>().Subscribe(async (Ping _) =>
        {
            await _gate.PassAsync();
            await bus.Topic<Ping>().EmitAsync(new Ping());
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;

        Task<DrainReport> stop = bus.StopAsync();
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_patience);
        await Eventually.TrueAsync(() => bus.IsClosed);
        _gate.Open();
        var report = await Deadline.WithinAsync(stop, "the report");

        Assert.Equal("1 x ping cut off by the stop", report.ToString());
        Assert.False(report.IsComplete);
        Assert.Equal(typeof(EventBusStoppedException).FullName, Assert.IsType<DeadLetter.Delivery>(Assert.Single(await bus.DeadLetters.ListAsync())).ExceptionType);
        Assert.Contains("1 x ping cut off by the stop", Assert.Single(log.Entries, static entry => entry.Id is 2 or 3 or 147).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drain_InTime_NeverCancelsTheHandlersToken()
    {
        await using var bus = await StartAsync(heedsToken: true);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;

        Task<DrainReport> stop = bus.StopAsync();
        await _clock.WhenPendingAsync(1);
        _gate.Open();
        var report = await Deadline.WithinAsync(stop, "the report");

        Assert.True(report.IsComplete);
        Assert.Equal("nothing left", report.ToString());
        Assert.False(_token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_EndsTheDrainEarly_AlsoThatOfALaterCall(bool isLaterCall)
    {
        await using var bus = await StartAsync(heedsToken: true);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;
        using var cancellation = new CancellationTokenSource();

        Task<DrainReport> stop = bus.StopAsync(isLaterCall ? CancellationToken.None : cancellation.Token);
        await _clock.WhenPendingAsync(1);
        if (isLaterCall) _ = bus.StopAsync(cancellation.Token);
        Assert.False(stop.IsCompleted);
        await cancellation.CancelAsync();

        var report = await Deadline.WithinAsync(stop, "the report");
        Assert.True(_token.IsCancellationRequested);
        Assert.Equal(0, report.Running);
    }

    [Fact]
    public async Task HandlerWhoseCancellationCallbackThrows_KeepsTheBusNeitherFromStoppingNorFromClosing()
    {
        var publisher = new FailingPublisher("first");
        await using var bus = await TestBus.StartAsync(options => (options.Workers, options.TimeProvider) = (1, _clock), publishers: [publisher]);
        bus.Topic<Ping>().Subscribe(async (Ping _, CancellationToken ct) =>
        {
            await using var registration = ct.Register(static () => throw new InvalidOperationException("callback"));
            await _gate.PassAsync(ct);
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;

        Task<DrainReport> stop = bus.StopAsync();
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_patience);
        await Deadline.WithinAsync(stop, "the report");

        Assert.Equal(1, publisher.Disposals);
    }

    [Fact]
    public async Task Drain_WithoutPatience_IsGivenUpAtOnce()
    {
        await using var bus = TestBus.Create(static options => (options.Workers, options.DrainTimeout) = (1, TimeSpan.Zero));
        bus.Topic<Ping>().Subscribe(async (Ping _, CancellationToken ct) => await _gate.PassAsync(ct));
        await bus.StartAsync();
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;
        await bus.Topic<Ping>().EmitAsync(new Ping());

        var report = await Deadline.WithinAsync(bus.StopAsync(), "the report");

        Assert.Equal((1, 0), (report.Undelivered["ping"], report.Running));
    }

    [Fact]
    public async Task Drain_WithoutLimit_NeedsNoClock()
    {
        await using var bus = await TestBus.StartAsync(static options => options.DrainTimeout = Timeout.InfiniteTimeSpan);
        bus.Topic<Ping>().Subscribe(_ => _gate.PassAsync());
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;

        Task<DrainReport> stop = bus.StopAsync();
        _gate.Open();

        Assert.True((await Deadline.WithinAsync(stop, "the report")).IsComplete);
    }

    private async Task<EventBus> StartAsync(bool heedsToken)
    {
        var bus = await TestBus.StartAsync(options => (options.Workers, options.DrainTimeout, options.TimeProvider) = (1, s_patience, _clock));
        bus.Topic<Ping>().Subscribe(async (Ping _, CancellationToken ct) =>
        {
            _token = ct;
            await _gate.PassAsync(heedsToken ? ct : CancellationToken.None);
        });
        return bus;
    }

    // Handlers whose token has been cancelled get a moment to notice.
    private async Task PassGraceAsync(Task stop)
    {
        await Task.WhenAny(stop, _clock.WhenPendingAsync(1));
        _clock.Advance(TimeSpan.FromMinutes(1));
    }
}
