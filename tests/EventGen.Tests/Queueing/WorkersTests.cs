namespace EventGen.Tests.Queueing;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Workers_HandleSoManyEventsAtOnce_AndNoMore(int workers)
    {
        await using var bus = await TestBus.StartAsync(options => options.Workers = workers);
        var gate = new AsyncGate(workers);
        int running = 0, most = 0;
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            int now = Interlocked.Increment(ref running);
            for (int seen = most; now > seen; seen = most) Interlocked.CompareExchange(ref most, now, seen);
            await gate.PassAsync();
            await Task.Yield();
            Interlocked.Decrement(ref running);
        });
        for (int i = 0; i < 20; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));

        await gate.Reached;
        Assert.Equal((workers, 20 - workers), (running, bus.GetHealth().QueueLength));

        gate.Open();
        await bus.DrainAsync();
        Assert.Equal((20, workers, 0), (gate.Arrivals, most, running));
    }

    [Fact]
    public async Task Workers_AreFiveByDefault()
    {
        await using var bus = await TestBus.StartAsync();
        var gate = new AsyncGate(expected: 5);
        bus.Topic<Ping>().Subscribe(_ => gate.PassAsync());
        for (int i = 0; i < 6; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));

        await gate.Reached;
        Assert.Equal((1, 1000), (bus.GetHealth().QueueLength, bus.GetHealth().QueueCapacity));

        gate.Open();
        await bus.DrainAsync();
        Assert.Equal(6, gate.Arrivals);
    }

    [Fact]
    public async Task OneWorker_HandlesEventsInTheOrderInWhichTheQueueAcceptedThem()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        List<int> handled = [];
        bus.Topic<Ping>().Subscribe(async e =>
        {
            if (e.Number % 3 == 0) await Task.Yield();
            handled.Add(e.Number);
        });

        for (int i = 0; i < 500; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await bus.DrainAsync();

        Assert.Equal(Enumerable.Range(0, 500), handled);
    }

    [Fact]
    public async Task IdleWorkers_TakeWhatComesLater_RoundAfterRound()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 4);
        var barrier = new AsyncBarrier(5);
        bus.Topic<Ping>().Subscribe(_ => barrier.SignalAndWaitAsync());

        // In every round the four must be awake at once, after all have been idle.
        for (int round = 0; round < 50; round++)
        {
            for (int i = 0; i < 4; i++) Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping(i)));
            await barrier.SignalAndWaitAsync();
        }

        await bus.DrainAsync();
    }

    [Fact]
    public async Task QueuedPayload_OfEveryKind_ArrivesAsItWas()
    {
        await using var bus = await TestBus.StartAsync();
        List<object> arrived = [];
        bus.Topic<Ping>().Subscribe(e => Add(e));
        bus.Topic<ValuePayloadEvent>().Subscribe(e => Add(e));
        var payload = new Ping(1);

        await bus.Topic<Ping>().EmitAsync(payload);
        await bus.Topic<ValuePayloadEvent>().EmitAsync(new ValuePayloadEvent(2));
        await bus.DrainAsync();

        Assert.Equal(2, arrived.Count);
        Assert.Same(payload, Assert.Single(arrived.OfType<Ping>()));
        Assert.Equal(new ValuePayloadEvent(2), Assert.Single(arrived.OfType<ValuePayloadEvent>()));

        void Add(object e)
        {
            lock (arrived) arrived.Add(e);
        }
    }
}
