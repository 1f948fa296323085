namespace EventGen.Tests.Queueing;

/// <summary>Handlers that emit far more events than the queue holds: every event is handled, and no handler fails or deadlocks.</summary>
public sealed class HandlerFanOutTests
{
    private const int Capacity = 2;

    private int _handled;
    private int _longest;

    public static TheoryData<int, EmitCall> WorkersAndCalls => new(
        from workers in (int[])[1, 2, 5]
        from call in (EmitCall[])[EmitCall.EmitAsync, EmitCall.Emit]
        select (workers, call));

    [Theory]
    [MemberData(nameof(WorkersAndCalls))]
    public async Task AHundredThousandRowsOfOneHandler_AreAllHandled_AndTheQueueStaysBoundedWhereAWorkerIsFree(int workers, EmitCall call)
    {
        const int Rows = 100_000;
        await using var bus = await StartAsync(workers);
        bus.Topic<Pong>().Subscribe(async _ =>
        {
            if (Interlocked.Increment(ref _handled) % 512 == 0) await Task.Yield();
        });
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            for (int i = 0; i < Rows; i++)
            {
                await bus.Topic<Pong>().EmitByAsync(call, new Pong(i));
                if (i % 64 == 0) Measure(bus);
            }
        });

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await DrainAsync(bus);

        Assert.Equal((Rows, 0, 0), (_handled, bus.GetHealth().Failed, bus.GetHealth().Dropped));
        if (workers > 1) Assert.InRange(_longest, 0, Capacity);
    }

    [Theory]
    [MemberData(nameof(WorkersAndCalls))]
    public async Task FanOut_OfFourTimesFourTimesFour_IsAllHandled(int workers, EmitCall call)
    {
        const int Roots = 100;
        await using var bus = await StartAsync(workers);
        bus.Topic<Ping>().Subscribe(e => FanOutAsync(e.Number));
        bus.Topic<Pong>().Subscribe(e => FanOutAsync(e.Number));
        for (int i = 0; i < Roots; i++) await bus.Topic<Ping>().EmitAsync(new Ping(3));
        await DrainAsync(bus);

        Assert.Equal(Roots * (1 + 4 + 16 + 64), _handled);
        Assert.Equal((0, 0), (bus.GetHealth().Failed, bus.GetHealth().Dropped));

        async Task FanOutAsync(int levels)
        {
            Interlocked.Increment(ref _handled);
            if (levels % 2 == 0) await Task.Yield();
            for (int i = 0; levels > 0 && i < 4; i++) await bus.Topic<Pong>().EmitByAsync(call, new Pong(levels - 1));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task RowsOfTheHandlersOwnKey_WhichWaitUntilItEnds_AreHandledInOrder(int workers)
    {
        await using var bus = await StartAsync(workers);
        List<int> order = [];
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            order.Add(e.Number);
            await Task.Yield();
            for (int i = 1; e.Number == 0 && i <= 1000; i++) await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", i));
        });

        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", 0));
        await bus.DrainAsync();

        Assert.Equal(Enumerable.Range(0, 1001), order);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task TaskThatTheHandlerStartsAndWaitsFor_CountsAsTheHandler(int workers, bool blocks)
    {
        await using var bus = await StartAsync(workers);
        bus.Topic<Pong>().Subscribe(async _ =>
        {
            await Task.Yield();
            Interlocked.Increment(ref _handled);
        });
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            Task started = Task.Run(async () =>
            {
                for (int i = 0; i < 100; i++) await bus.Topic<Pong>().EmitAsync(new Pong(i));
            });
            if (blocks) started.Wait();
            await started;
        });

        for (int i = 0; i < 3; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await bus.DrainAsync();

        Assert.Equal((300, 0), (_handled, bus.GetHealth().Failed));
    }

    [Fact]
    public async Task EmitsThatTheHandlerAwaitsTogether_AreAllHandled()
    {
        await using var bus = await StartAsync(workers: 2);
        bus.Topic<Pong>().Subscribe(_ => Interlocked.Increment(ref _handled));
        bus.Topic<Ping>().Subscribe(_ => Task.WhenAll(Enumerable.Range(0, 1000).Select(number => bus.Topic<Pong>().EmitAsync(new Pong(number)).AsTask())));

        for (int i = 0; i < 4; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await bus.DrainAsync();

        Assert.Equal((4000, 0), (_handled, bus.GetHealth().Failed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task HandlerThatInvokesAnotherWhichEmits_IsOneThatWaits(int workers)
    {
        await using var bus = await StartAsync(workers);
        bus.Topic<Pong>().Subscribe(_ => Interlocked.Increment(ref _handled));
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            for (int i = 0; i < 50; i++) await bus.Topic<Pong>().EmitAsync(new Pong(i));
            if (e.Number > 0) await bus.Topic<KeyedEvent>().InvokeAsync(new KeyedEvent(null, e.Number - 1));
        });
        bus.Topic<Ping>().Subscribe(e => bus.Topic<KeyedEvent>().InvokeAsync(new KeyedEvent(null, 3)));

        for (int i = 0; i < 3; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await bus.DrainAsync();

        Assert.Equal((3 * 4 * 50, 0), (_handled, bus.GetHealth().Failed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TwoBusesWhoseHandlersEmitToEachOther_DoNotDeadlock(int workers)
    {
        await using var first = await StartAsync(workers);
        await using var second = await StartAsync(workers);
        Connect(first, second);
        Connect(second, first);

        Task Emit(EventBus bus) => Task.Run(async () =>
        {
            for (int i = 0; i < 20; i++) await bus.Topic<Ping>().EmitAsync(new Ping(3));
        });
        await Deadline.WithinAsync(Task.WhenAll(Emit(first), Emit(second)), "the emitters");
        await Eventually.EqualAsync(2 * 20 * (1 + 4 + 16 + 64), () => Volatile.Read(ref _handled));

        Assert.Equal((0, 0), (first.GetHealth().Failed, second.GetHealth().Failed));

        void Connect(EventBus from, EventBus to) => from.Topic<Ping>().Subscribe(async e =>
        {
            await Task.Yield();
            for (int i = 0; e.Number > 0 && i < 4; i++) await to.Topic<Ping>().EmitAsync(new Ping(e.Number - 1));
            Interlocked.Increment(ref _handled);
        });
    }

    private static Task<EventBus> StartAsync(int workers) => TestBus.StartAsync(options => (options.QueueCapacity, options.Workers) = (Capacity, workers));

    // Longer than the usual deadline: much is done here, on however busy a machine.
    private static async Task DrainAsync(EventBus bus)
    {
        await Eventually.TrueAsync(() => bus.InFlight.IsAtRest, TimeSpan.FromMinutes(3));
        await bus.DrainAsync();
    }

    private void Measure(EventBus bus) => _longest = Math.Max(_longest, bus.GetHealth().QueueLength);
}
