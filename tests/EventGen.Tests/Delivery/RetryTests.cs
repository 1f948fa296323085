namespace EventGen.Tests.Delivery;

public sealed class RetryTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly CallLog _calls = new();
    private int _failuresToCome = int.MaxValue;

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task FailedHandler_IsAttemptedAgain_UntilItSucceeds_AndNoSiblingIs(EmitCall call)
    {
        await using var bus = await StartAsync();
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);
        _failuresToCome = 2;

        await bus.Topic<RetryingHandlersEvent>().EmitByAsync(call, Event(1, declared: Fail, parked: Note("parked"), picky: Note("picky")));
        await PassAsync(bus, s_second);
        await PassAsync(bus, s_second);
        await bus.DrainAsync();

        Assert.Equal(["declared 1", "declared 2", "declared 3", "parked 1", "picky 1"], _calls.Entries.Order(StringComparer.Ordinal));
        Assert.Equal([1, 2], failures.Select(static failure => failure.Attempt));
        Assert.All(failures, static failure => Assert.Equal(s_second, failure.RetryIn));
        Assert.Equal((2L, 0L), (bus.GetHealth().Failed, bus.DeadLetters.Count));
    }

    [Fact]
    public async Task FailedHandler_WithNoAttemptLeft_BecomesADeadLetter()
    {
        await using var bus = await StartAsync();
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await PassAsync(bus, s_second);
        await PassAsync(bus, s_second);
        await bus.DrainAsync();

        Assert.Equal(["declared 1", "declared 2", "declared 3"], _calls.Entries);
        Assert.Null(failures[^1].RetryIn);
        Assert.Equal(3, Assert.Single(await bus.DeadLetters.ListAsync()).Attempts);
    }

    [Fact]
    public async Task EveryAttempt_IsOfTheSameEmission()
    {
        await using var bus = await StartAsync();
        List<EventContext> contexts = [];
        _failuresToCome = 1;

        using (EventMetadata.Push(userId: "u1")) await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: context =>
        {
            contexts.Add(context);
            Fail(context);
        }));
        await PassAsync(bus, s_second);
        await bus.DrainAsync();

        Assert.Equal([1, 2], contexts.Select(static context => context.Attempt));
        Assert.Equal(contexts[0].Id, contexts[1].Id);
        Assert.Equal(contexts[0].Timestamp, contexts[1].Timestamp);
        Assert.Equal("u1", contexts[1].Metadata.UserId);
    }

    [Fact]
    public async Task EventEmittedByALaterAttempt_NamesItsCause()
    {
        await using var bus = await StartAsync();
        EventContext? cause = null, effect = null;
        bus.Topic<Ping>().Subscribe((_, context) => effect = context);
        _failuresToCome = 1;

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: context =>
        {
            Fail(context);
            cause = context;
            EventBus.Current.Topic<Ping>().Emit(new Ping());
        }));
        await PassAsync(bus, s_second);
        await bus.DrainAsync();

        Assert.Equal(cause!.Id.ToString(), effect!.Metadata.CausationId);
    }

    [Theory]
    [InlineData(typeof(IOException), true)]
    [InlineData(typeof(EndOfStreamException), true)]
    [InlineData(typeof(TimeoutException), true)]
    [InlineData(typeof(FileNotFoundException), false)]
    [InlineData(typeof(InvalidOperationException), false)]
    public async Task Policy_ChoosesByException(Type exception, bool again)
    {
        await using var bus = await StartAsync();
        DeliveryFailure? failure = null;
        bus.DeliveryFailed += (_, failed) => failure ??= failed;

        bus.Topic<RetryingHandlersEvent>().Emit(Event(1, picky: _ => throw (Exception)Activator.CreateInstance(exception)!));

        Assert.Equal(again ? s_second : null, failure!.RetryIn);
        await bus.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task CancellationOfAHandlerThatNobodyCancelled_IsAFailure()
    {
        await using var bus = await StartAsync();
        _failuresToCome = 1;

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: context =>
        {
            _calls.Add($"declared {context.Attempt}");
            if (context.Attempt == 1) throw new OperationCanceledException();
        }));
        await PassAsync(bus, s_second);
        await bus.DrainAsync();

        Assert.Equal(["declared 1", "declared 2"], _calls.Entries);
    }

    [Fact]
    public async Task InvokeAsync_ThrowsWhatFailed_AndAttemptsNothingAgain()
    {
        await using var bus = await StartAsync();

        await Assert.ThrowsAsync<EventDispatchException>(async () => await bus.Topic<RetryingHandlersEvent>().InvokeAsync(Event(1, declared: Fail)));
        await bus.DrainAsync();

        Assert.Equal(["declared 1"], _calls.Entries);
        Assert.Equal(0, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Wait_HoldsNoWorkerAndNoPlaceInTheQueue()
    {
        await using var bus = await StartAsync(options => (options.Workers, options.QueueCapacity) = (1, 1));
        var done = new AsyncGate();
        done.Open();
        bus.Topic<Ping>().Subscribe(_ => done.PassAsync());

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await _clock.WhenPendingAsync(1);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await done.Reached;

        Assert.Equal((0, 1), (bus.GetHealth().QueueLength, bus.GetHealth().Retrying));
        await bus.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task Block_KeepsTheKeysFollowersWaiting_AndNoOtherKeys()
    {
        await using var bus = await StartAsync();
        _failuresToCome = 1;

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await _clock.WhenPendingAsync(1);
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(2, declared: Note("follower")));
        var other = new AsyncGate();
        other.Open();
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(new RetryingHandlersEvent("other", 3, new RetryingHandlersWork { Declared = _ => other.Pass() }));
        await other.Reached;
        Assert.Equal(["declared 1"], _calls.Entries);

        await PassAsync(bus, s_second);
        await bus.DrainAsync();

        Assert.Equal(["declared 1", "declared 2", "follower 1"], _calls.Entries);
    }

    [Fact]
    public async Task Block_OfSeveralHandlers_EndsWithTheLast()
    {
        await using var bus = await StartAsync();

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(
            1,
            declared: context =>
            {
                if (context.Attempt == 1) throw new InvalidOperationException();
                _calls.Add("declared");
            },
            picky: context =>
            {
                if (context.Attempt < 3) throw new IOException();
                _calls.Add("picky");
            }));
        await _clock.WhenPendingAsync(2);
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(2, declared: Note("follower")));
        await PassAsync(bus, s_second);
        await Eventually.TrueAsync(() => _calls.Entries.Contains("declared"));
        await PassAsync(bus, TimeSpan.FromSeconds(2));
        await bus.DrainAsync();

        Assert.Equal(["declared", "picky", "follower 1"], _calls.Entries);
    }

    [Fact]
    public async Task Park_LetsTheKeysFollowersGoOn()
    {
        await using var bus = await StartAsync();
        var follower = new AsyncGate();
        follower.Open();

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, parked: context =>
        {
            if (context.Attempt == 1) throw new InvalidOperationException();
            _calls.Add("parked again");
        }));
        await _clock.WhenPendingAsync(1);
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(2, declared: _ => follower.Pass(), parked: Note("follower")));
        await follower.Reached;
        await PassAsync(bus, TimeSpan.FromSeconds(5));
        await bus.DrainAsync();

        Assert.Equal(["follower 1", "parked again"], _calls.Entries);
    }

    [Fact]
    public async Task RunTimeHandler_IsAttemptedAgainByTheEventsPolicy_UntilItIsUnsubscribed()
    {
        await using var bus = await StartAsync();
        var subscription = bus.Topic<RetryingHandlersEvent>().Subscribe((_, context) =>
        {
            _calls.Add($"subscriber {context.Attempt}");
            throw new InvalidOperationException();
        });

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1));
        await PassAsync(bus, s_second);
        await _clock.WhenPendingAsync(1);
        subscription.Dispose();
        await PassAsync(bus, s_second);
        await bus.DrainAsync();

        Assert.Equal(["subscriber 1", "subscriber 2"], _calls.Entries);
        Assert.Equal(0, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Publisher_IsAttemptedAgain_WithTheSameMessage_AndItsSiblingIsNot()
    {
        var down = new FailingPublisher("first");
        var up = new MemoryPublisher("second");
        await using var bus = await StartAsync(
            options => options.PublisherRetry = new RetryPolicy { Attempts = 3, Delay = s_second, Jitter = false }, publishers: [down, up]);

        await bus.Topic<Published>().EmitAsync(new Published(1));
        await _clock.WhenPendingAsync(1);
        down.IsDown = false;
        await PassAsync(bus, s_second);
        await bus.DrainAsync();

        Assert.Single(up.Messages);
        Assert.Equal(up.Messages[0].Id, Assert.Single(down.Published).Id);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Publishers[0].Status);
    }

    [Fact]
    public async Task PayloadThatCannotBeWritten_IsNotAttemptedAgain()
    {
        await using var bus = await StartAsync(options => options.PublisherRetry = new RetryPolicy());
        DeliveryFailure? failure = null;
        bus.DeliveryFailed += (_, failed) => failure ??= failed;

        await bus.Topic<UnserializableEvent>().EmitAsync(new UnserializableEvent());
        await bus.DrainAsync();

        Assert.Null(failure!.RetryIn);
        Assert.Single(await bus.DeadLetters.ListAsync());
    }

    [Fact]
    public async Task Options_WinOverAttributes_OfTheHandlerThenOfTheEvent()
    {
        await using var bus = await StartAsync(static options =>
        {
            options.Events["retrying.handlers"] = new EventOptions { Retry = RetryPolicy.None };
            options.Events["retrying.handlers"].Handlers["parked"] = new HandlerOptions { Retry = new RetryPolicy { Attempts = 7, Delay = s_second, Jitter = false } };
            options.Retry = new RetryPolicy { Attempts = 9, Delay = s_second, Jitter = false };
        });
        Dictionary<string, TimeSpan?> waits = [];
        bus.DeliveryFailed += (_, failure) => waits[failure.Handler] = failure.RetryIn;
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException()));

        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail, parked: Fail, picky: static _ => throw new IOException()));
        bus.Topic<Ping>().Emit(new Ping());
        await _clock.WhenPendingAsync(3);

        Assert.Null(waits["declared"]);                 // the event's option over the event's attribute
        Assert.Equal(s_second, waits["parked"]);        // the handler's option over the handler's attribute, 5 s
        Assert.Equal(s_second, waits["picky"]);         // the handler's attribute over the event's option
        Assert.Contains(s_second, waits.Where(static wait => wait.Key.Contains(nameof(RetryTests), StringComparison.Ordinal)).Select(static wait => wait.Value));
        await bus.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task WhatFailsBeyondThePendingLimit_BecomesADeadLetterAtOnce()
    {
        await using var bus = await StartAsync(static options => options.MaxPendingRetries = 2);

        for (int i = 0; i < 3; i++) await bus.Topic<RetryingHandlersEvent>().EmitAsync(new RetryingHandlersEvent($"{i}", i, new RetryingHandlersWork { Declared = Fail }));
        await Eventually.EqualAsync(1, () => bus.DeadLetters.Count);

        Assert.Equal(2, bus.GetHealth().Retrying);
        await bus.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task Drain_WaitsForWhatWaits()
    {
        await using var bus = await StartAsync();
        _failuresToCome = 1;
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await _clock.WhenPendingAsync(1);

        Task<DrainReport> stop = bus.StopAsync();
        await _clock.WhenPendingAsync(2);
        Assert.False(stop.IsCompleted);
        _clock.Advance(s_second);
        var report = await Deadline.WithinAsync(stop, "the drain");

        Assert.True(report.IsComplete, report.ToString());
        Assert.Equal(["declared 1", "declared 2"], _calls.Entries);
    }

    [Fact]
    public async Task DrainThatIsGivenUp_ReportsWhatWaits_AndKeepsItAsDeadLetters()
    {
        await using var bus = await StartAsync();
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(1, declared: Fail));
        await _clock.WhenPendingAsync(1);
        await bus.Topic<RetryingHandlersEvent>().EmitAsync(Event(2));

        var report = await Deadline.WithinAsync(bus.StopAsync(new CancellationToken(canceled: true)), "the drain");

        Assert.Equal((1, 1), (report.Retrying["retrying.handlers"], report.Undelivered["retrying.handlers"]));
        Assert.Equal("1 x retrying.handlers never handled, 1 x retrying.handlers not attempted again", report.ToString());
        Assert.Single(await bus.DeadLetters.ListAsync());
    }

    private Task<EventBus> StartAsync(Action<EventBusOptions>? options = null, IEventPublisher[]? publishers = null) =>
        TestBus.StartAsync(
            settings =>
            {
                settings.TimeProvider = _clock;
                options?.Invoke(settings);
            },
            publishers: publishers);

    private static RetryingHandlersEvent Event(int number, Action<EventContext>? declared = null, Action<EventContext>? parked = null, Action<EventContext>? picky = null) =>
        new("key", number, new RetryingHandlersWork { Declared = declared, Parked = parked, Picky = picky });

    private void Fail(EventContext context)
    {
        _calls.Add($"declared {context.Attempt}");
        if (_failuresToCome-- > 0) throw new InvalidOperationException("failed");
    }

    private Action<EventContext> Note(string what) => context => _calls.Add($"{what} {context.Attempt}");

    // Until something waits for the clock; then the clock moves, and what was due has come back to its end or to another wait.
    private async Task PassAsync(EventBus bus, TimeSpan time)
    {
        await Eventually.TrueAsync(() => bus.GetHealth().Retrying > 0);
        await _clock.WhenPendingAsync(1);
        _clock.Advance(time);
    }
}
