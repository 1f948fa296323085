namespace EventGen.Tests.Delivery;

public sealed class HandlerTimeoutTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();
    private readonly AsyncGate _gate = new();

    [Theory]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    [InlineData(EmitCall.Emit)]
    public async Task HandlerThatTakesTooLong_IsCancelled_AndHasFailed(EmitCall call)
    {
        await using var bus = await StartAsync();
        var failed = new TaskCompletionSource<DeliveryFailure>();
        bus.DeliveryFailed += (_, failure) => failed.TrySetResult(failure);

        await bus.Topic<TimeLimitedHandlersEvent>().EmitByAsync(call, new TimeLimitedHandlersEvent(Asynchronous: _gate.PassAsync));
        await _gate.Reached;
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_limit - TimeSpan.FromTicks(1));
        Assert.False(failed.Task.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));

        var failure = await Deadline.WithinAsync(failed.Task, "the failure");
        Assert.IsType<TimeoutException>(failure.Exception);
        Assert.Equal("Handler 'slow' took longer than its limit of 00:00:10.", failure.Exception.Message);
        await bus.DrainAsync();
        Assert.Equal(1, bus.GetHealth().Failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HandlerThatIgnoresItsToken_IsStuckUntilItReturns_AndHoldsNoWorker(bool blocksItsThread)
    {
        await using var bus = await StartAsync(static options => options.Workers = 1);
        var next = new AsyncGate();
        next.Open();
        bus.Topic<Ping>().Subscribe(_ => next.PassAsync());

        await bus.Topic<TimeLimitedHandlersEvent>().EmitAsync(new TimeLimitedHandlersEvent(Asynchronous: _ =>
        {
            if (!blocksItsThread) return _gate.PassAsync(CancellationToken.None);
            _gate.Pass();
            return Task.CompletedTask;
        }));
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_limit);
        await next.Reached;

        Assert.Empty(bus.GetHealth().StuckHandlers);   // it may heed its token yet
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["slow on time.limited.handlers"], bus.GetHealth().StuckHandlers);
        Assert.Equal(1, bus.GetHealth().Failed);

        _gate.Open();
        await Eventually.TrueAsync(() => bus.GetHealth().StuckHandlers.Count == 0);
        await bus.DrainAsync();
        Assert.Equal((1L, 1L), (bus.GetHealth().Failed, bus.DeadLetters.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retry_WaitsForTheEarlierAttempt_AndHasFailedWhereThatDoesNotEnd(bool ends)
    {
        await using var bus = await StartAsync(static options =>
            options.Events["time.limited.handlers"] = new EventOptions { Retry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromSeconds(1), Jitter = false } });
        int calls = 0, running = 0, most = 0;
        await bus.Topic<TimeLimitedHandlersEvent>().EmitAsync(new TimeLimitedHandlersEvent(Asynchronous: async _ =>
        {
            Interlocked.Increment(ref calls);
            most = Math.Max(most, Interlocked.Increment(ref running));
            await _gate.PassAsync(CancellationToken.None);
            Interlocked.Decrement(ref running);
        }));
        await _gate.Reached;
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_limit);
        await Eventually.EqualAsync(1, () => bus.GetHealth().Retrying);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.EqualAsync(0, () => bus.GetHealth().Retrying);
        await _clock.WhenPendingAsync(1);

        if (!ends)
        {
            _clock.Advance(s_limit);
            await Eventually.EqualAsync(1, () => bus.DeadLetters.Count);
            Assert.StartsWith("Handler 'slow' was not called again: an earlier attempt still runs", Assert.Single(await bus.DeadLetters.ListAsync()).Reason, StringComparison.Ordinal);
        }

        _gate.Open();
        await bus.DrainAsync();
        Assert.Equal((ends ? 2 : 1, 1, ends ? 0L : 1L), (calls, most, bus.DeadLetters.Count));
    }

    [Fact]
    public async Task StuckHandler_IsInTheDrainReport()
    {
        await using var bus = await StartAsync();
        await bus.Topic<TimeLimitedHandlersEvent>().EmitAsync(new TimeLimitedHandlersEvent(Asynchronous: _ => _gate.PassAsync(CancellationToken.None)));
        await _gate.Reached;
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_limit);
        await Eventually.EqualAsync(1, () => bus.Stuck.Overdue().Count);

        var stop = bus.StopAsync();
        await Eventually.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));   // as long as it may take to heed its token
            return stop.IsCompleted;
        });
        var report = await stop;
        _gate.Open();

        Assert.False(report.IsComplete);
        Assert.Equal("slow on time.limited.handlers stuck", report.ToString());
    }

    [Fact]
    public async Task SynchronousHandlerOfAnEmit_IsStuckUntilItReturns_AndHasFailedThen()
    {
        await using var bus = await StartAsync();
        var asynchronousPartIsDone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bus.Topic<TimeLimitedHandlersEvent>().Subscribe(_ =>
        {
            asynchronousPartIsDone.SetResult();
            return Task.CompletedTask;
        });
        CancellationToken token = default;

        var emit = Task.Run(() => bus.Topic<TimeLimitedHandlersEvent>().Emit(new TimeLimitedHandlersEvent(Synchronous: ct =>
        {
            token = ct;
            _gate.Pass();
        })));
        await _gate.Reached;

        // A worker runs the asynchronous handler meanwhile, whose time the clock would end as well.
        await Deadline.WithinAsync(asynchronousPartIsDone.Task, "the asynchronous handler");
        _clock.Advance(s_limit);

        Assert.True(token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["slow synchronously on time.limited.handlers"], bus.GetHealth().StuckHandlers);
        _gate.Open();
        await Deadline.WithinAsync(emit, "the emit");
        Assert.Empty(bus.GetHealth().StuckHandlers);
        Assert.Equal("System.TimeoutException", Assert.IsType<DeadLetter.Delivery>(Assert.Single(await bus.DeadLetters.ListAsync())).ExceptionType);
    }

    [Fact]
    public async Task HandlerInTime_IsNotTouched_AndLeavesNoTimerBehind()
    {
        await using var bus = await StartAsync();
        CancellationToken token = default;

        await bus.Topic<TimeLimitedHandlersEvent>().InvokeAsync(new TimeLimitedHandlersEvent(
            Synchronous: _ => { },
            Asynchronous: ct =>
            {
                token = ct;
                return Task.CompletedTask;
            }));

        Assert.False(token.IsCancellationRequested);
        await Eventually.EqualAsync(0, () => _clock.PendingTimers);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task InvokeAsync_ThrowsTheTimeout_AndRunsTheOthers()
    {
        await using var bus = await StartAsync();
        bool ran = false;
        bus.Topic<TimeLimitedHandlersEvent>().Subscribe(_ => ran = true);

        var invoke = bus.Topic<TimeLimitedHandlersEvent>().InvokeAsync(new TimeLimitedHandlersEvent(Asynchronous: _gate.PassAsync)).AsTask();
        await _gate.Reached;
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_limit);

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => Deadline.WithinAsync(invoke, "the invocation"));
        Assert.IsType<TimeoutException>(Assert.Single(thrown.Failures).Exception);
        Assert.True(ran);
    }

    [Fact]
    public async Task RunTimeHandler_IsBoundedByTheEventsLimit()
    {
        await using var bus = await StartAsync(static options => options.Events["ping"] = new EventOptions { HandlerTimeout = s_limit });
        bus.Topic<Ping>().Subscribe(async (Ping _, CancellationToken ct) => await _gate.PassAsync(ct));

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_limit);
        await bus.DrainAsync();

        Assert.Equal("System.TimeoutException", Assert.IsType<DeadLetter.Delivery>(Assert.Single(await bus.DeadLetters.ListAsync())).ExceptionType);
    }

    private Task<EventBus> StartAsync(Action<EventBusOptions>? options = null) => TestBus.StartAsync(settings =>
    {
        settings.TimeProvider = _clock;
        options?.Invoke(settings);
    });
}

/// <summary>An event whose handlers may take ten seconds.</summary>
[Event]
public sealed record TimeLimitedHandlersEvent(Action<CancellationToken>? Synchronous = null, Func<CancellationToken, Task>? Asynchronous = null);

public static class TimeLimitedHandlers
{
    [Subscribe(Order = 1, Name = "slow synchronously")]
    [HandlerTimeout("00:00:10")]
    public static void Run(TimeLimitedHandlersEvent e, CancellationToken token) => e.Synchronous?.Invoke(token);

    [Subscribe(Order = 2, Name = "slow")]
    [HandlerTimeout("00:00:10")]
    public static Task RunAsync(TimeLimitedHandlersEvent e, CancellationToken token) => e.Asynchronous?.Invoke(token) ?? Task.CompletedTask;
}
