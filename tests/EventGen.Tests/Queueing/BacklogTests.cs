namespace EventGen.Tests.Queueing;

/// <summary>Queues larger and smaller than what the runtime keeps at hand.</summary>
public sealed class BacklogTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task LargeQueue_HoldsAllItsCapacity_AndKeepsTheOrder()
    {
        const int Capacity = 10_000;
        await using var bus = TestBus.Create(static options => (options.QueueCapacity, options.Workers) = (Capacity, 1));
        List<int> handled = [];
        bus.Topic<Ping>().Subscribe(e => handled.Add(e.Number));

        for (int i = 0; i < Capacity; i++) Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping(i)));
        Assert.False(bus.Topic<Ping>().TryEnqueue(new Ping(-1)));
        Assert.Equal(Capacity, bus.GetHealth().QueueLength);
        Task waiting = bus.Topic<Ping>().EmitAsync(new Ping(Capacity)).AsTask();

        await bus.StartAsync();
        await Deadline.WithinAsync(waiting, "room");
        await bus.DrainAsync();
        Assert.Equal(Enumerable.Range(0, Capacity + 1), handled);
    }

    [Fact]
    public async Task LargeQueue_DropsTheOldestOfAll()
    {
        const int Capacity = 5_000;
        await using var bus = TestBus.Create(static options =>
            (options.QueueCapacity, options.Workers, options.WhenQueueFull) = (Capacity, 1, QueueFullMode.DropOldest));
        List<int> handled = [];
        bus.Topic<Ping>().Subscribe(e => handled.Add(e.Number));

        for (int i = 0; i < Capacity + 10; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        Assert.Equal(10, bus.Topic<Ping>().Dropped);

        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(Enumerable.Range(10, Capacity), handled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task SmallQueue_LosesNothingWhenManyPressIn(int capacity)
    {
        const int Producers = 4, Each = 5_000;
        await using var bus = await TestBus.StartAsync(options => (options.QueueCapacity, options.Workers) = (capacity, 3));
        int[] handled = new int[Producers * Each];
        bus.Topic<Ping>().Subscribe(e => Interlocked.Increment(ref handled[e.Number]));

        await Deadline.WithinAsync(
            Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
            {
                for (int i = 0; i < Each; i++)
                {
                    var e = new Ping(producer * Each + i);
                    if (i % 2 == 0) await bus.Topic<Ping>().EmitAsync(e);
                    else while (!bus.Topic<Ping>().TryEnqueue(e)) await Task.Yield();
                }
            }))),
            "the producers");
        await bus.DrainAsync();

        Assert.All(handled, static times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task TaskOfEmitAsync_AwaitedTwice_DisturbsNobodyElse()
    {
        await using var bus = TestBus.Create(static options => (options.QueueCapacity, options.Workers) = (1, 1));
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(async e =>
        {
            if (e.Number == 3) await gate.PassAsync();
            _calls.Add($"{e.Number}");
        });
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        var waiting = bus.Topic<Ping>().EmitAsync(new Ping(2));
        await bus.StartAsync();
        await waiting;
        Assert.Throws<InvalidOperationException>(() => waiting.GetAwaiter().GetResult());

        await bus.Topic<Ping>().EmitAsync(new Ping(3));
        await gate.Reached;
        await bus.Topic<Ping>().EmitAsync(new Ping(4));
        Task one = bus.Topic<Ping>().EmitAsync(new Ping(5)).AsTask();
        Task other = bus.Topic<Ping>().EmitAsync(new Ping(6)).AsTask();
        gate.Open();

        await Deadline.WithinAsync(Task.WhenAll(one, other), "two emitters that wait");
        await bus.DrainAsync();
        Assert.Equal(["1", "2", "3", "4", "5", "6"], _calls.Entries);
    }
}
