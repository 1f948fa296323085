namespace EventGen.Tests.Dispatch;

public sealed class ReentrancyTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public void Emit_FromAHandlerOfTheSameEvent_RunsNestedBeforeTheHandlersAfterIt()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        topic.Subscribe(e =>
        {
            _calls.Add($"first {e.Number}");
            if (e.Number < 3) topic.Emit(new Ping(e.Number + 1));
        });
        topic.Subscribe(e => _calls.Add($"second {e.Number}"));

        topic.Emit(new Ping(1));

        Assert.Equal(["first 1", "first 2", "first 3", "second 3", "second 2", "second 1"], _calls.Entries);
    }

    [Fact]
    public async Task InvokeAsync_FromAHandler_RunsNested()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(async e =>
        {
            _calls.Add("before");
            await bus.Topic<Pong>().InvokeAsync(new Pong(e.Number));
            _calls.Add("after");
        });
        bus.Topic<Pong>().Subscribe(async e =>
        {
            await Task.Yield();
            _calls.Add($"pong {e.Number}");
        });

        await bus.Topic<Ping>().InvokeAsync(new Ping(1));

        Assert.Equal(["before", "pong 1", "after"], _calls.Entries);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task QueuedHandler_MayEmitByEveryCall(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        bus.Topic<Ping>().Subscribe(async e =>
        {
            await bus.Topic<Pong>().EmitByAsync(call, new Pong(e.Number));
            _calls.Add($"ping {e.Number}");
        });
        bus.Topic<Pong>().Subscribe(async e =>
        {
            await Task.Yield();
            _calls.Add($"pong {e.Number}");
        });

        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.DrainAsync();

        Assert.Equal(["ping 1", "pong 1"], _calls.Entries);
    }

    [Fact]
    public void Unsubscribe_OfEverybodyFromTheFirstHandler_EndsTheDispatch()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        List<EventSubscription> all = [];
        for (int i = 0; i < 3; i++)
        {
            int number = i;
            all.Add(topic.Subscribe(_ =>
            {
                _calls.Add($"{number}");
                all.ForEach(static subscription => subscription.Dispose());
            }));
        }

        topic.Emit(new Ping());
        topic.Emit(new Ping());

        Assert.Equal(["0"], _calls.Entries);
        Assert.Equal(0, topic.SubscriberCount);
    }

    [Fact]
    public async Task StopAsync_FromASynchronousHandlerHere_StopsTheBus_AndTheHandlersAfterItStillRun()
    {
        await using var bus = await TestBus.StartAsync();
        bus.Topic<Ping>().Subscribe(_ => bus.Dispose());
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("after the stop"));

        await Deadline.WithinAsync(Task.Run(() => bus.Topic<Ping>().Emit(new Ping()), TestContext.Current.CancellationToken), "the handler to stop the bus");

        Assert.Equal(["after the stop"], _calls.Entries);
        Assert.Throws<EventBusStoppedException>(() => bus.Topic<Ping>().Emit(new Ping()));
    }

    [Fact]
    public async Task StopAsync_BegunByAQueuedHandler_LetsItFinish()
    {
        await using var bus = await TestBus.StartAsync();
        var stop = new TaskCompletionSource<Task<DrainReport>>(TaskCreationOptions.RunContinuationsAsynchronously);
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            stop.SetResult(bus.StopAsync());
            await Task.Yield();
            _calls.Add("finished");
        });

        await bus.Topic<Ping>().EmitAsync(new Ping());
        var report = await Deadline.WithinAsync(await Deadline.WithinAsync(stop.Task, "the handler"), "the stop");

        Assert.True(report.IsComplete, report.ToString());
        Assert.Equal(["finished"], _calls.Entries);
    }

    [Fact]
    public async Task StopAsync_AwaitedByAQueuedHandler_WaitsForItself_AndEndsWithTheDrain()
    {
        var clock = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(options => options.TimeProvider = clock);
        var token = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        bus.Topic<Ping>().Subscribe(async (Ping _, CancellationToken ct) =>
        {
            token.SetResult(ct);
            await bus.StopAsync(CancellationToken.None);
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        var handlers = await Deadline.WithinAsync(token.Task, "the handler");
        await clock.WhenPendingAsync(1);   // the drain's limit
        Assert.False(handlers.IsCancellationRequested);

        clock.Advance(TimeSpan.FromSeconds(30));
        await Eventually.TrueAsync(() => handlers.IsCancellationRequested);
        await clock.WhenPendingAsync(1);   // the moment that handlers get to notice
        clock.Advance(TimeSpan.FromSeconds(30));

        var report = await Deadline.WithinAsync(bus.StopAsync(), "the stop");
        Assert.Equal((0, 1), (report.Undelivered.Count, report.Running));
    }
}
