namespace EventGen.Tests.Queueing;

public sealed class QueueFullModeTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task EmitAsync_WhenQueueIsFull_WaitsForRoom()
    {
        await using var bus = await FillAsync(QueueFullMode.Wait);
        Task waiting = bus.Topic<Ping>().EmitAsync(new Ping(3)).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(2, bus.GetHealth().QueueLength);

        await bus.StartAsync();
        await Deadline.WithinAsync(waiting, "room in the queue");
        await bus.DrainAsync();

        Assert.Equal(["1", "2", "3"], _calls.Entries);
        Assert.Equal(0, bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task Emit_WhenQueueIsFull_BlocksUntilThereIsRoom()
    {
        await using var bus = TestBus.Create(static options => (options.QueueCapacity, options.Workers) = (1, 1));
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(_ => gate.PassAsync());
        await bus.StartAsync();
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await gate.Reached;
        await bus.Topic<Ping>().EmitAsync(new Ping());

        var emitter = new Thread(() => bus.Topic<SynchronousAndQueuedEvent>().Emit(new SynchronousAndQueuedEvent(1, _calls)));
        emitter.Start();
        await Eventually.TrueAsync(() => emitter.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        Assert.Empty(_calls.Entries);

        gate.Open();
        Assert.True(emitter.Join(Deadline.Default));
        await bus.DrainAsync();
        Assert.Equal(["here 1", "queued 1"], _calls.Entries.Order());
    }

    [Fact]
    public async Task Emit_WhenQueueIsFullBeforeTheStart_ThrowsInsteadOfBlockingForEver()
    {
        await using var bus = await FillAsync(QueueFullMode.Wait);

        var full = Assert.Throws<EventQueueFullException>(() => bus.Topic<SynchronousAndQueuedEvent>().Emit(new SynchronousAndQueuedEvent(3, _calls)));

        Assert.Contains("StartAsync", full.Message, StringComparison.Ordinal);
        Assert.Empty(_calls.Entries);
        Assert.Equal(2, bus.GetHealth().QueueLength);
    }

    [Theory]
    [InlineData(QueueFullMode.Wait)]
    [InlineData(QueueFullMode.Reject)]
    [InlineData(QueueFullMode.DropWrite)]
    public async Task TryEnqueue_WhenQueueIsFull_ReturnsFalse_AndLeavesTheQueueAsItIs(QueueFullMode mode)
    {
        await using var bus = await FillAsync(mode);

        Assert.False(bus.Topic<Ping>().TryEnqueue(new Ping(3)));
        Assert.Equal((0, 0), (bus.Topic<Ping>().Dropped, bus.GetHealth().Dropped));   // its caller still has the event

        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(["1", "2"], _calls.Entries);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    public async Task Reject_ThrowsQueueFull_NamingTheEvent_AndRunsNothingOfIt(EmitCall call)
    {
        await using var bus = await FillAsync(QueueFullMode.Reject);

        var full = await Assert.ThrowsAsync<EventQueueFullException>(() => bus.Topic<SynchronousAndQueuedEvent>().EmitByAsync(call, new SynchronousAndQueuedEvent(3, _calls)));

        Assert.Equal("synchronous.and.queued", full.EventId);
        Assert.Contains("'synchronous.and.queued'", full.Message, StringComparison.Ordinal);
        Assert.Contains("capacity of 2", full.Message, StringComparison.Ordinal);
        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(["1", "2"], _calls.Entries);
        Assert.Equal(0, bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task Reject_OfEmitAsync_ComesThroughItsTask()
    {
        await using var bus = await FillAsync(QueueFullMode.Reject);

        var rejected = bus.Topic<Ping>().EmitAsync(new Ping(3));

        Assert.True(rejected.IsFaulted);
        await Assert.ThrowsAsync<EventQueueFullException>(() => rejected.AsTask());
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task DropOldest_DropsAndCountsTheEventThatHasWaitedLongest(EmitCall call)
    {
        await using var bus = await FillAsync(QueueFullMode.DropOldest);

        await bus.Topic<SynchronousAndQueuedEvent>().EmitByAsync(call, new SynchronousAndQueuedEvent(3, _calls));

        Assert.Equal((1, 0), (bus.Topic<Ping>().Dropped, bus.Topic<SynchronousAndQueuedEvent>().Dropped));
        Assert.Equal((1, 2), (bus.GetHealth().Dropped, bus.GetHealth().QueueLength));
        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(["2", "here 3", "queued 3"], _calls.Entries.Order());
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    public async Task DropNewest_DropsAndCountsTheNewEvent_AndRunsNothingOfIt(EmitCall call)
    {
        await using var bus = await FillAsync(QueueFullMode.DropWrite);

        await bus.Topic<SynchronousAndQueuedEvent>().EmitByAsync(call, new SynchronousAndQueuedEvent(3, _calls));

        Assert.Equal((0, 1), (bus.Topic<Ping>().Dropped, bus.Topic<SynchronousAndQueuedEvent>().Dropped));
        Assert.Equal((1, 2), (bus.GetHealth().Dropped, bus.GetHealth().QueueLength));
        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(["1", "2"], _calls.Entries);
    }

    [Theory]
    [InlineData(QueueFullMode.Wait)]
    [InlineData(QueueFullMode.Reject)]
    [InlineData(QueueFullMode.DropOldest)]
    [InlineData(QueueFullMode.DropWrite)]
    public async Task Emit_WithoutWorkForTheQueue_DoesNotCareThatItIsFull(QueueFullMode mode)
    {
        await using var bus = await FillAsync(mode);
        bus.Topic<Pong>().Subscribe(_ => _calls.Add("pong"));

        bus.Topic<Pong>().Emit(new Pong());

        Assert.Equal(["pong"], _calls.Entries);
        Assert.Equal((2, 0), (bus.GetHealth().QueueLength, bus.GetHealth().Dropped));
    }

    // A bus that has not started, whose queue of two holds Ping 1 and 2.
    private async Task<EventBus> FillAsync(QueueFullMode mode)
    {
        var bus = TestBus.Create(options => (options.QueueCapacity, options.Workers, options.WhenQueueFull) = (2, 1, mode));
        bus.Topic<Ping>().Subscribe(e => _calls.Add($"{e.Number}"));
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.Topic<Ping>().EmitAsync(new Ping(2));
        return bus;
    }
}
