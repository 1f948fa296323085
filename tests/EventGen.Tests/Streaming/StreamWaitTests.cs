namespace EventGen.Tests.Streaming;

public sealed class StreamWaitTests
{
    private static EventStreamOptions Waiting(int capacity) => new() { Capacity = capacity, WhenFull = StreamFullMode.Wait };

    [Fact]
    public async Task Emit_WhenTheStreamIsFull_BlocksUntilTheReaderHasMadeRoom()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(Waiting(2));
        bus.EmitValues(1, 2);
        var third = Task.Run(() => bus.EmitValues(3, 3));
        await BlockedAsync(third);

        Assert.Equal(new ValuePayloadEvent(1), await stream.NextAsync());

        await Deadline.WithinAsync(third, "the emit");
        Assert.Equal(Reading.Values(2, 3), stream.ReadAll());
        Assert.Equal(0, stream.Dropped);
    }

    [Fact]
    public async Task InvokeAsync_WhenTheStreamIsFull_WaitsWithoutBlocking()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(Waiting(1));
        bus.EmitValues(1, 1);

        var second = bus.Topic<ValuePayloadEvent>().InvokeAsync(new ValuePayloadEvent(2)).AsTask();   // on this thread, which goes on
        Assert.False(second.IsCompleted);
        Assert.Equal(new ValuePayloadEvent(1), await stream.NextAsync());

        await Deadline.WithinAsync(second, "the invocation");
        Assert.Equal(new ValuePayloadEvent(2), await stream.NextAsync());
    }

    [Fact]
    public async Task InvokeAsync_Cancelled_GivesUpWaitingAndCountsTheEvent()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(Waiting(1));
        bus.EmitValues(1, 1);
        using var cancelling = new CancellationTokenSource();
        var second = bus.Topic<ValuePayloadEvent>().InvokeAsync(new ValuePayloadEvent(2), cancelling.Token).AsTask();

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deadline.WithinAsync(second, "the invocation"));
        Assert.Equal(1, stream.Dropped);
        Assert.Equal([new ValuePayloadEvent(1)], stream.ReadAll());
    }

    [Fact]
    public async Task EmitAsync_WhenTheStreamIsFull_HoldsTheWorkersAndLosesNothing()
    {
        await using var bus = await TestBus.StartAsync();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(Waiting(1));
        foreach (var tick in Reading.Values(1, 100)) await bus.Topic<ValuePayloadEvent>().EmitAsync(tick);

        var stopping = bus.StopAsync();
        var read = await stream.ReadToEndAsync();

        Assert.True((await stopping).IsComplete);
        Assert.Equal(Reading.Values(1, 100), read.OrderBy(static tick => tick.Count));
        Assert.Equal(0, stream.Dropped);
    }

    [Fact]
    public async Task Emit_OfAnEventWithQueuedWork_StreamsItOnce()
    {
        await using var bus = await TestBus.StartAsync();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(Waiting(8));
        using var asynchronous = bus.Topic<ValuePayloadEvent>().Subscribe(static async _ => await Task.Yield());

        bus.EmitValues(1, 1);
        await bus.DrainAsync();

        Assert.Equal([new ValuePayloadEvent(1)], await stream.ReadToEndAsync());
    }

    [Fact]
    public async Task Dispose_LetsWaitingEmittersGo()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream(Waiting(1));
        bus.EmitValues(1, 1);
        var emits = Enumerable.Range(2, 3).Select(number => Task.Factory.StartNew(() => bus.EmitValues(number, number), TaskCreationOptions.LongRunning)).ToArray();
        var invocation = bus.Topic<ValuePayloadEvent>().InvokeAsync(new ValuePayloadEvent(9)).AsTask();
        await BlockedAsync(emits);

        stream.Dispose();

        await Deadline.WithinAsync(Task.WhenAll([.. emits, invocation]), "the emitters");
    }

    [Fact]
    public async Task Stop_ThatGivesUpDraining_LetsABlockedHandlerGo()
    {
        await using var bus = await TestBus.StartAsync(static options => options.DrainTimeout = TimeSpan.Zero);
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(Waiting(1));
        await bus.Topic<ValuePayloadEvent>().EmitAsync(new ValuePayloadEvent(1));
        await bus.Topic<ValuePayloadEvent>().EmitAsync(new ValuePayloadEvent(2));
        await Eventually.EqualAsync(0, () => bus.GetHealth().QueueLength);

        var report = await Deadline.WithinAsync(bus.StopAsync(), "the bus to stop");

        Assert.Equal(0, report.Running);
        Assert.Single(await stream.ReadToEndAsync());
        Assert.Equal(1, stream.Dropped);
    }

    [Fact]
    public async Task ManyEmitters_WithASmallBuffer_LoseNothingAndKeepTheirOrder()
    {
        const int Emitters = 4, Each = 500;
        var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream(Waiting(2));
        var reading = stream.ReadToEndAsync();

        await Task.WhenAll(Enumerable.Range(0, Emitters).Select(emitter => Task.Factory.StartNew(
            () => bus.EmitValues(emitter * Each + 1, (emitter + 1) * Each), TaskCreationOptions.LongRunning)));
        await bus.StopAsync();

        var read = await reading;
        Assert.Equal(Reading.Values(1, Emitters * Each), read.OrderBy(static tick => tick.Count));
        Assert.All(read.GroupBy(static tick => (tick.Count - 1) / Each), static ofOne => Assert.Equal(ofOne.OrderBy(static tick => tick.Count), ofOne));
        Assert.Equal(0, stream.Dropped);
    }

    // A thread that waits can only be seen by its not going on; if it did, the assertions that follow would tell.
    private static async Task BlockedAsync(params Task[] tasks)
    {
        await Eventually.TrueAsync(() => tasks.All(static task => task.Status == TaskStatus.Running));
        Assert.All(tasks, static task => Assert.False(task.IsCompleted));
    }
}
