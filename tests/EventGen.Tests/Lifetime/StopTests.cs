namespace EventGen.Tests.Lifetime;

public sealed class StopTests
{
    private readonly CallLog _calls = new();

    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EveryCall_AfterTheStop_ThrowsStoppedNamingTheEvent_AndRunsNothing(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("called"));
        await bus.StopAsync();

        var thrown = await Assert.ThrowsAsync<EventBusStoppedException>(() => bus.Topic<Ping>().EmitByAsync(call, new Ping()));

        Assert.Equal("ping", thrown.EventId);
        Assert.Contains("'ping'", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(_calls.Entries);
    }

    [Fact]
    public async Task CallsThatReturnATask_ThrowStoppedThroughIt()
    {
        await using var bus = await TestBus.StartAsync();
        await bus.StopAsync();

        Assert.True(bus.Topic<Ping>().EmitAsync(new Ping()).IsFaulted);
        Assert.True(bus.Topic<Ping>().InvokeAsync(new Ping()).IsFaulted);
        using var cancellation = new CancellationTokenSource();
        Assert.True(bus.Topic<Ping>().EmitAsync(new Ping(), cancellation.Token).IsFaulted);
        Assert.True(bus.Topic<Ping>().InvokeAsync(new Ping(), cancellation.Token).IsFaulted);
    }

    [Fact]
    public async Task Subscribe_AfterTheStop_ThrowsStopped_AndEndingASubscriptionDoesNot()
    {
        await using var bus = await TestBus.StartAsync();
        Action<Ping> handler = static _ => { };
        var subscription = bus.Topic<Ping>().Subscribe(static _ => { });
        bus.Topic<Ping>().Subscribe(handler);
        await bus.StopAsync();

        Assert.Throws<EventBusStoppedException>(() => bus.Topic<Ping>().Subscribe(static _ => { }));
        Assert.Throws<EventBusStoppedException>(() => bus.Topic<Ping>().Subscribe(static async _ => await Task.Yield()));
        subscription.Dispose();
        Assert.True(bus.Topic<Ping>().Unsubscribe(handler));
    }

    [Fact]
    public async Task Stop_Again_ReturnsTheSameReport_HoweverItIsCalled()
    {
        var bus = TestBus.Create();
        await bus.Topic<Ping>().EmitAsync(new Ping());

        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => bus.StopAsync())));
        await bus.DisposeAsync();
        bus.Dispose();

        Assert.All(reports, report => Assert.Same(reports[0], report));
        Assert.Same(reports[0], await bus.StopAsync());
    }

    [Fact]
    public async Task Stop_OfABusThatNeverStarted_ReportsWhatItHadAccepted()
    {
        await using var bus = TestBus.Create();
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.Topic<Ping>().EmitAsync(new Ping(2));
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", 1));

        var report = await bus.StopAsync();

        Assert.False(report.IsComplete);
        Assert.Equal((2, 1, 0), (report.Undelivered["ping"], report.Undelivered["keyed"], report.Running));
        Assert.Equal("1 x keyed never handled, 2 x ping never handled", report.ToString());
        Assert.Equal(0, bus.GetHealth().QueueLength);
    }

    [Fact]
    public async Task Stop_WaitsForWhatWasAccepted_AndRefusesFromOutsideMeanwhile()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(async e =>
        {
            await gate.PassAsync();
            _calls.Add($"{e.Number}");
        });
        for (int i = 1; i <= 3; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await gate.Reached;

        Task<DrainReport> stop = bus.StopAsync();
        await Eventually.EqualAsync(EventBusStatus.Unhealthy, () => bus.GetHealth().Status);
        Assert.Throws<EventBusStoppedException>(() => bus.Topic<Ping>().TryEnqueue(new Ping(4)));
        Assert.Throws<EventBusStoppedException>(() => bus.Topic<Pong>().Emit(new Pong()));
        Assert.False(stop.IsCompleted);
        Assert.Equal(2, bus.GetHealth().QueueLength);

        gate.Open();
        Assert.True((await Deadline.WithinAsync(stop, "the drain")).IsComplete);
        Assert.Equal(["1", "2", "3"], _calls.Entries);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Stop_WaitsForWhatQueuedHandlersEmitDuringTheDrain(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(async e =>
        {
            await gate.PassAsync();
            await bus.Topic<Pong>().EmitByAsync(call, new Pong(e.Number));
        });
        bus.Topic<Pong>().Subscribe(async e =>
        {
            await Task.Yield();
            _calls.Add($"pong {e.Number}");
            if (e.Number > 1) await bus.Topic<Pong>().EmitByAsync(call, new Pong(e.Number - 1));
        });
        await bus.Topic<Ping>().EmitAsync(new Ping(3));
        await gate.Reached;

        Task<DrainReport> stop = bus.StopAsync();
        await Eventually.EqualAsync(EventBusStatus.Unhealthy, () => bus.GetHealth().Status);
        gate.Open();
        var report = await Deadline.WithinAsync(stop, "the drain");

        Assert.True(report.IsComplete, report.ToString());
        Assert.Equal(["pong 3", "pong 2", "pong 1"], _calls.Entries);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task Subscribe_FromAHandlerDuringTheDrain_SeesWhatHandlersEmit_AndIsRefusedFromOutside()
    {
        await using var bus = await TestBus.StartAsync();
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(async e =>
        {
            await gate.PassAsync();
            bus.Topic<Pong>().Subscribe(pong => _calls.Add($"pong {pong.Number}"));
            var stream = bus.Topic<Pong>().Stream();
            await bus.Topic<Pong>().EmitAsync(new Pong(e.Number));
            _ = ReadAsync(stream);
        });
        await bus.Topic<Ping>().EmitAsync(new Ping(3));
        await gate.Reached;

        Task<DrainReport> stop = bus.StopAsync();
        await Eventually.EqualAsync(EventBusStatus.Unhealthy, () => bus.GetHealth().Status);
        Assert.Throws<EventBusStoppedException>(() => bus.Topic<Pong>().Subscribe(static _ => { }));
        gate.Open();

        Assert.True((await Deadline.WithinAsync(stop, "the drain")).IsComplete);
        Assert.Equal(0, bus.GetHealth().Failed);
        await Eventually.EqualAsync(3, () => _calls.Entries.Length);
        Assert.Equal(["pong 3", "stream ended", "streamed 3"], _calls.Entries.Order());

        async Task ReadAsync(EventStream<Pong> stream)
        {
            await foreach (var pong in stream) _calls.Add($"streamed {pong.Number}");
            _calls.Add("stream ended");
        }
    }

    [Fact]
    public async Task Stop_WhileASynchronousHandlerRunsElsewhere_LetsItFinish_AndRefusesWhatItEmits()
    {
        await using var bus = await TestBus.StartAsync();
        var gate = new AsyncGate();
        Exception? refused = null;
        bus.Topic<Ping>().Subscribe(_ =>
        {
            gate.Pass();
            refused = Record.Exception(() => bus.Topic<Pong>().Emit(new Pong()));
        });
        Task emitting = Task.Run(() => bus.Topic<Ping>().Emit(new Ping()), TestContext.Current.CancellationToken);
        await gate.Reached;

        await Deadline.WithinAsync(bus.StopAsync(), "the stop");
        gate.Open();
        await Deadline.WithinAsync(emitting, "the emit");

        Assert.IsType<EventBusStoppedException>(refused);
        Assert.Equal(0, bus.GetHealth().Failed);
    }
}
