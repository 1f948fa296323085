namespace EventGen.Tests.Queueing;

/// <summary>A handler that emits to a full queue waits while another worker can free capacity; two handlers never wait for each other.</summary>
public sealed class HandlerBackpressureTests
{
    private const int Capacity = 2;

    private int _handled;

    [Fact]
    public async Task Handler_OnAFullQueue_WaitsWhileAnotherWorkerRuns()
    {
        await using var bus = await StartAsync(workers: 2);
        var busy = new AsyncGate();
        var emitted = new TaskCompletionSource<bool>();
        bus.Topic<Pong>().Subscribe(_ => busy.PassAsync());
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await busy.Reached;
            for (int i = 0; i < Capacity; i++) await bus.Topic<Pong>().EmitAsync(new Pong(i));
            var oneMore = bus.Topic<Pong>().EmitAsync(new Pong(Capacity));
            emitted.SetResult(oneMore.IsCompleted);
            await oneMore;
        });
        await bus.Topic<Pong>().EmitAsync(new Pong());
        await bus.Topic<Ping>().EmitAsync(new Ping());

        Assert.False(await Deadline.WithinAsync(emitted.Task, "the handler to emit"));
        Assert.Equal(Capacity, bus.GetHealth().QueueLength);
        busy.Open();
        await bus.DrainAsync();

        Assert.Equal(Capacity + 2, busy.Arrivals);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task SynchronousHandler_OnAFullQueue_BlocksWhileAnotherWorkerRuns()
    {
        await using var bus = await StartAsync(workers: 2);
        var busy = new AsyncGate();
        int emitted = 0;
        bus.Topic<Pong>().Subscribe(_ => busy.PassAsync());
        bus.Topic<Ping>().Subscribe(_ =>
        {
            busy.Reached.GetAwaiter().GetResult();
            for (int i = 0; i < 10; i++)
            {
                bus.Topic<Pong>().Emit(new Pong(i));
                Interlocked.Increment(ref emitted);
            }
        });
        await bus.Topic<Pong>().EmitAsync(new Pong());
        await bus.Topic<Ping>().EmitAsync(new Ping());

        await Eventually.EqualAsync(Capacity, () => Volatile.Read(ref emitted));
        Assert.Equal(Capacity, bus.GetHealth().QueueLength);
        busy.Open();
        await bus.DrainAsync();

        Assert.Equal((10, 11), (emitted, busy.Arrivals));
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task CodeThatOutlivesItsHandler_WaitsLikeCodeOutsideAHandler()
    {
        await using var bus = await StartAsync(workers: 1);
        var busy = new AsyncGate();
        var waits = new TaskCompletionSource();
        Task? left = null;
        bus.Topic<Pong>().Subscribe(_ => busy.PassAsync());
        bus.Topic<Ping>().Subscribe(_ =>
        {
            left = Task.Run(async () =>
            {
                await busy.Reached;
                for (int i = 0; i < 10; i++)
                {
                    var emitted = bus.Topic<Pong>().EmitAsync(new Pong(i));
                    if (!emitted.IsCompleted) waits.TrySetResult();
                    await emitted;
                }
            });
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.Topic<Pong>().EmitAsync(new Pong());

        await Deadline.WithinAsync(waits.Task, "what the handler has left behind to wait");
        Assert.Equal(Capacity, bus.GetHealth().QueueLength);
        busy.Open();
        await Deadline.WithinAsync(left!, "what the handler has left behind");
        await bus.DrainAsync();

        Assert.Equal(11, busy.Arrivals);
    }

    [Fact]
    public async Task HandlersThatWaitForEachOtherInALock_GoOn_AndTheLogSaysWhy()
    {
        var log = new RecordingLogger();
        await using var bus = await TestBus.StartAsync(
            static options => (options.QueueCapacity, options.Workers) = (1, 2), build: builder => builder.UseLogging(log));
        object theirs = new();
        var inside = new AsyncGate();
        bus.Topic<SynchronousAndQueuedEvent>();
        bus.Topic<Ping>().Subscribe(e =>
        {
            if (e.Number == 1) inside.Reached.GetAwaiter().GetResult();
            lock (theirs)
            {
                if (e.Number == 0)
                {
                    inside.Pass();
                    bus.Topic<SynchronousAndQueuedEvent>().Emit(new SynchronousAndQueuedEvent(0, new CallLog()));
                }

                Interlocked.Increment(ref _handled);
            }
        });
        await bus.Topic<Ping>().EmitAsync(new Ping(0));
        await inside.Reached;
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await Eventually.EqualAsync(0, () => bus.GetHealth().QueueLength);
        await bus.Topic<Ping>().EmitAsync(new Ping(2));   // the queue is full; one worker holds the lock, the other wants it
        inside.Open();
        await bus.DrainAsync();

        Assert.Equal((3, 0), (_handled, bus.GetHealth().Failed));
        await Eventually.TrueAsync(() => log.Entries.Any(static entry => entry.Id == 24));
    }

    [Fact]
    public async Task Stop_WaitsForHandlersThatWaitForCapacity()
    {
        await using var bus = await StartAsync(workers: 2);
        var gate = new AsyncGate();
        bus.Topic<Pong>().Subscribe(async _ =>
        {
            await Task.Yield();
            Interlocked.Increment(ref _handled);
        });
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await gate.PassAsync();
            for (int i = 0; i < 100; i++) await bus.Topic<Pong>().EmitAsync(new Pong(i));
        });
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await gate.Reached;

        Task<DrainReport> stop = bus.StopAsync();
        await Eventually.EqualAsync(EventBusStatus.Unhealthy, () => bus.GetHealth().Status);
        gate.Open();

        Assert.True((await Deadline.WithinAsync(stop, "the drain")).IsComplete);
        Assert.Equal((100, 0), (_handled, bus.GetHealth().Failed));
    }

    [Theory]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.Emit)]
    public async Task StopThatGivesUp_RefusesTheHandlerThatWaitsForCapacity(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync(static options => (options.QueueCapacity, options.Workers, options.DrainTimeout) = (1, 2, TimeSpan.Zero));
        var busy = new AsyncGate();
        var refused = new TaskCompletionSource<Exception?>();
        var emitting = new AsyncGate();
        bus.Topic<Pong>().Subscribe(async (Pong _, CancellationToken token) => await busy.PassAsync(token));
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await busy.Reached;
            await bus.Topic<Pong>().EmitAsync(new Pong());
            emitting.Open();
            await emitting.PassAsync();
            refused.SetResult(await Record.ExceptionAsync(() => bus.Topic<Pong>().EmitByAsync(call, new Pong())));
        });
        await bus.Topic<Pong>().EmitAsync(new Pong());
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await emitting.Reached;

        await Deadline.WithinAsync(bus.StopAsync(), "the stop");

        Assert.IsType<EventBusStoppedException>(await Deadline.WithinAsync(refused.Task, "the handler to be refused"));
    }

    [Fact]
    public async Task CancelledEmitOfAHandler_LeavesTheQueue()
    {
        await using var bus = await StartAsync(workers: 2);
        var busy = new AsyncGate();
        var cancelled = new TaskCompletionSource<Exception?>();
        bus.Topic<Pong>().Subscribe(_ => busy.PassAsync());
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await busy.Reached;
            using var cancellation = new CancellationTokenSource();
            for (int i = 0; i < Capacity; i++) await bus.Topic<Pong>().EmitAsync(new Pong(i), cancellation.Token);
            var waiting = bus.Topic<Pong>().EmitAsync(new Pong(), cancellation.Token).AsTask();
            Assert.False(waiting.IsCompleted);
            await cancellation.CancelAsync();
            cancelled.SetResult(await Record.ExceptionAsync(() => waiting));
        });
        await bus.Topic<Pong>().EmitAsync(new Pong());
        await bus.Topic<Ping>().EmitAsync(new Ping());

        Assert.IsAssignableFrom<OperationCanceledException>(await Deadline.WithinAsync(cancelled.Task, "the emit to be cancelled"));
        busy.Open();
        await bus.DrainAsync();
        Assert.Equal(Capacity + 1, busy.Arrivals);
    }

    private static Task<EventBus> StartAsync(int workers) => TestBus.StartAsync(options => (options.QueueCapacity, options.Workers) = (Capacity, workers));
}
