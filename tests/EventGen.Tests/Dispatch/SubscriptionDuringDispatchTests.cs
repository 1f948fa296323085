namespace EventGen.Tests.Dispatch;

public sealed class SubscriptionDuringDispatchTests
{
    private readonly CallLog _calls = new();

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task Subscribe_DuringADispatch_SeesTheNextEvent(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        var topic = bus.Topic<Ping>();
        EventSubscription? late = null;
        topic.Subscribe(e => late ??= topic.Subscribe(later => _calls.Add($"late {later.Number}")));
        topic.Subscribe(e => _calls.Add($"early {e.Number}"));

        await topic.EmitByAsync(call, new Ping(1));
        await Eventually.EqualAsync(1, () => _calls.Entries.Length);
        await topic.EmitByAsync(call, new Ping(2));
        await bus.DrainAsync();

        Assert.Equal(["early 1", "early 2", "late 2"], _calls.Entries);
    }

    [Fact]
    public async Task Subscribe_BetweenAnEmitAndItsQueuedPart_SeesTheNextEvent()
    {
        await using var bus = TestBus.Create(static options => options.Workers = 1);
        var topic = bus.Topic<Ping>();
        topic.Subscribe(e => LogAsync($"early {e.Number}"));
        topic.Emit(new Ping(1));

        topic.Subscribe(e => LogAsync($"late {e.Number}"));
        topic.Emit(new Ping(2));
        await bus.StartAsync();
        await bus.DrainAsync();

        Assert.Equal(["early 1", "early 2", "late 2"], _calls.Entries);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task Dispose_DuringADispatch_KeepsTheHandlerFromBeingCalledForThatEvent(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        var topic = bus.Topic<Ping>();
        EventSubscription? plain = null, withContext = null;
        topic.Subscribe(_ =>
        {
            plain!.Dispose();
            withContext!.Dispose();
        });
        plain = topic.Subscribe(_ => _calls.Add("plain"));
        withContext = topic.Subscribe((_, context) => _calls.Add(context.EventId));
        topic.Subscribe(_ => _calls.Add("last"));

        await topic.EmitByAsync(call, new Ping());
        await bus.DrainAsync();

        Assert.Equal(["last"], _calls.Entries);
    }

    [Fact]
    public void Dispose_DuringADispatch_AfterManyHaveSubscribed_KeepsTheHandlerFromBeingCalledForThatEvent()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        EventSubscription? ended = null;
        topic.Subscribe(_ =>
        {
            // More than the table of the dispatch has places for.
            for (int i = 0; i < 50; i++) topic.Subscribe(_ => _calls.Add("late"));
            ended!.Dispose();
        });
        ended = topic.Subscribe(_ => _calls.Add("ended"));
        topic.Subscribe(_ => _calls.Add("last"));

        topic.Emit(new Ping());

        Assert.Equal(["last"], _calls.Entries);
    }

    [Fact]
    public void Handlers_BehindOneThatFails_RunOnceEach()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        topic.Subscribe(_ => _calls.Add("first"));
        topic.Subscribe((Action<Ping>)(_ => throw new InvalidOperationException("second")));
        topic.Subscribe((Action<Ping, CancellationToken>)((_, _) => throw new InvalidOperationException("third")));
        topic.Subscribe(_ => _calls.Add("last"));

        topic.Emit(new Ping());

        Assert.Equal(["first", "last"], _calls.Entries);
        Assert.Equal(2, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task Dispose_BetweenAnEmitAndItsQueuedPart_KeepsTheHandlerFromBeingCalled()
    {
        await using var bus = TestBus.Create();
        var subscription = bus.Topic<Ping>().Subscribe(_ => LogAsync("asynchronous"));
        bus.Topic<Ping>().Emit(new Ping());

        subscription.Dispose();
        await bus.StartAsync();
        await bus.DrainAsync();

        Assert.Empty(_calls.Entries);
    }

    [Fact]
    public void Dispose_ByTheHandlerItself_LetsItFinishAndNeverCallsItAgain()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        EventSubscription? once = null;
        once = topic.Subscribe(e =>
        {
            once!.Dispose();
            topic.Emit(new Ping(e.Number + 1));
            _calls.Add($"once {e.Number}");
        });

        topic.Emit(new Ping(1));
        topic.Emit(new Ping(5));

        Assert.Equal(["once 1"], _calls.Entries);
    }

    [Fact]
    public async Task Dispose_OnAnotherThread_LetsTheCallInFlightFinish_AndNoOtherBegin()
    {
        await using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        var gate = new AsyncGate();
        var subscription = topic.Subscribe(e =>
        {
            gate.Pass();
            _calls.Add($"{e.Number}");
        });
        Task emitting = Task.Run(() => topic.Emit(new Ping(1)), TestContext.Current.CancellationToken);
        await gate.Reached;

        subscription.Dispose();
        topic.Emit(new Ping(2));
        Assert.Empty(_calls.Entries);

        gate.Open();
        await Deadline.WithinAsync(emitting, "the call in flight");
        topic.Emit(new Ping(3));
        Assert.Equal(["1"], _calls.Entries);
    }

    [Fact]
    public async Task Dispose_WhileAnAsynchronousDispatchStands_KeepsLaterHandlersFromBeingCalled()
    {
        await using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        var gate = new AsyncGate();
        topic.Subscribe(async _ => await gate.PassAsync());
        var later = topic.Subscribe(_ => _calls.Add("later"));

        Task invoking = topic.InvokeAsync(new Ping()).AsTask();
        await gate.Reached;
        later.Dispose();
        gate.Open();
        await Deadline.WithinAsync(invoking, "the invocation");

        Assert.Empty(_calls.Entries);
    }

    private async Task LogAsync(string entry)
    {
        await Task.Yield();
        _calls.Add(entry);
    }
}
