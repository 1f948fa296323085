namespace EventGen.Tests.Queueing;

/// <summary>Handlers that emit while the queue is full: they wait as others do, but never for a worker that waits itself.</summary>
public sealed class EmitFromHandlerTests
{
    private readonly CallLog _calls = new();

    [Theory]
    [InlineData(EmitCall.Emit, true)]
    [InlineData(EmitCall.Emit, false)]
    [InlineData(EmitCall.EmitAsync, true)]
    [InlineData(EmitCall.EmitAsync, false)]
    public async Task QueuedHandler_OnAFullQueueThatNobodyElseEmpties_GoesAboveTheCapacity(EmitCall call, bool keyed)
    {
        await using var bus = await TestBus.StartAsync(static options => (options.QueueCapacity, options.Workers) = (2, 1));
        var gate = new AsyncGate();
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            if (e.Number != 0) return;
            await gate.PassAsync();
            Assert.False(bus.Topic<SynchronousAndQueuedEvent>().TryEnqueue(new SynchronousAndQueuedEvent(0, _calls)));
            for (int i = 1; i <= 20; i++) await bus.Topic<SynchronousAndQueuedEvent>().EmitByAsync(call, new SynchronousAndQueuedEvent(i, _calls));
            _calls.Add($"{bus.GetHealth().QueueLength} wait");
        });
        string? partition = keyed ? "a" : null;
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent(partition, 0));
        await gate.Reached;
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent(partition, 1));
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent(partition, 2));

        gate.Open();
        await bus.DrainAsync();

        Assert.Equal(0, bus.GetHealth().Failed);
        Assert.Contains("22 wait", _calls.Entries);
        Assert.Equal(20, _calls.Entries.Count(static entry => entry.StartsWith("queued", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SynchronousQueuedHandler_OnAFullQueue_DoesNotDeadlock()
    {
        await using var bus = await TestBus.StartAsync(static options => (options.QueueCapacity, options.Workers) = (1, 1));
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(e =>
        {
            if (e.Number == 0) gate.Pass();
            bus.Topic<SynchronousAndQueuedEvent>().Emit(new SynchronousAndQueuedEvent(e.Number, _calls));
        });
        await bus.Topic<Ping>().EmitAsync(new Ping(0));
        await gate.Reached;
        await bus.Topic<Ping>().EmitAsync(new Ping(1));

        gate.Open();
        await bus.DrainAsync();

        Assert.Equal(["here 0", "here 1", "queued 0", "queued 1"], _calls.Entries.Order());
    }

    [Fact]
    public async Task QueuedHandler_OfAKeyThatEmitsTheSameKey_DoesNotDeadlock_AndKeepsTheOrder()
    {
        await using var bus = TestBus.Create(static options => (options.QueueCapacity, options.Workers) = (1, 2));
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            _calls.Add($"{e.Number}");
            await Task.Yield();
            if (e.Number < 20) await bus.Topic<KeyedEvent>().EmitAsync(e with { Number = e.Number + 1 });
        });
        await bus.StartAsync();

        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", 1));
        await bus.DrainAsync();

        Assert.Equal(Enumerable.Range(1, 20).Select(static number => $"{number}"), _calls.Entries);
    }

    [Theory]
    [InlineData(QueueFullMode.Reject)]
    [InlineData(QueueFullMode.DropOldest)]
    [InlineData(QueueFullMode.DropWrite)]
    public async Task QueuedHandler_InAModeThatDoesNotWait_GetsWhatTheModeSays(QueueFullMode mode)
    {
        await using var bus = await TestBus.StartAsync(options => (options.QueueCapacity, options.Workers, options.WhenQueueFull) = (1, 1, mode));
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(async e =>
        {
            if (e.Number > 0) return;
            await gate.PassAsync();
            await bus.Topic<Pong>().EmitAsync(new Pong(1));
        });
        bus.Topic<Pong>().Subscribe(e => _calls.Add($"{e.Number}"));
        await bus.Topic<Ping>().EmitAsync(new Ping(0));
        await gate.Reached;
        await bus.Topic<Ping>().EmitAsync(new Ping(1));

        gate.Open();
        await bus.DrainAsync();

        Assert.Equal(mode == QueueFullMode.Reject ? 1 : 0, bus.GetHealth().Failed);
        Assert.Equal(mode == QueueFullMode.Reject ? 0 : 1, bus.GetHealth().Dropped);
        Assert.Equal(mode == QueueFullMode.DropOldest ? 1 : 0, _calls.Entries.Length);
    }

    [Fact]
    public async Task HandlerRunByItsEmitter_WaitsForRoom_WhichTheWorkersMake()
    {
        await using var bus = await TestBus.StartAsync(static options => (options.QueueCapacity, options.Workers) = (1, 1));
        bus.Topic<Pong>().Subscribe(e => _calls.Add($"{e.Number}"));
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            for (int i = 0; i < 100; i++) await bus.Topic<Pong>().EmitAsync(new Pong(i));
        });

        await Deadline.WithinAsync(bus.Topic<Ping>().InvokeAsync(new Ping()).AsTask(), "the handler");
        await bus.DrainAsync();

        Assert.Equal(100, _calls.Entries.Length);
        Assert.Equal(0, bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task ManyWorkers_WhoseHandlersAllEmit_FinishWhileProducersPress()
    {
        await using var bus = await TestBus.StartAsync(static options => (options.QueueCapacity, options.Workers) = (16, 4));
        bus.Topic<Pong>().Subscribe(e => _calls.Add($"pong {e.Number}"));
        bus.Topic<Ping>().Subscribe(async e =>
        {
            await Task.Yield();
            await bus.Topic<Pong>().EmitAsync(new Pong(e.Number));
        });

        Task[] producers = [.. Enumerable.Range(0, 4).Select(producer => Task.Run(async () =>
        {
            for (int i = 0; i < 250; i++) await bus.Topic<Ping>().EmitAsync(new Ping(producer * 250 + i));
        }))];
        await Deadline.WithinAsync(Task.WhenAll(producers), "the producers");
        await bus.DrainAsync();

        Assert.Equal(0, bus.GetHealth().Failed);
        Assert.Equal(1000, _calls.Entries.Distinct().Count());
    }
}
