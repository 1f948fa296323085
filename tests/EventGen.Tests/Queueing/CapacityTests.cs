namespace EventGen.Tests.Queueing;

public sealed class CapacityTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task Capacity_CountsAcceptedEventsThatNoWorkerHasTaken()
    {
        await using var bus = await TestBus.StartAsync(static options => (options.QueueCapacity, options.Workers) = (2, 1));
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(_ => gate.PassAsync());
        Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping(1)));
        await gate.Reached;
        Assert.Equal(0, bus.GetHealth().QueueLength);

        Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping(2)));
        Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping(3)));
        Assert.False(bus.Topic<Ping>().TryEnqueue(new Ping(4)));
        Assert.Equal(2, bus.GetHealth().QueueLength);

        gate.Open();
        await bus.DrainAsync();
        Assert.Equal(3, gate.Arrivals);
    }

    [Fact]
    public async Task Capacity_CountsEventsThatWaitForTheirKey()
    {
        await using var bus = await TestBus.StartAsync(static options => (options.QueueCapacity, options.Workers) = (2, 2));
        var gate = new AsyncGate();
        bus.Topic<KeyedEvent>().Subscribe(_ => gate.PassAsync());
        var idle = new AsyncGate();
        bus.Topic<Ping>().Subscribe(_ => idle.PassAsync());
        Assert.True(bus.Topic<KeyedEvent>().TryEnqueue(new KeyedEvent("a", 1)));
        await gate.Reached;

        Assert.True(bus.Topic<KeyedEvent>().TryEnqueue(new KeyedEvent("a", 2)));
        Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping()));
        await idle.Reached;   // the other worker has passed over the step that waits
        Assert.Equal(1, bus.GetHealth().QueueLength);
        Assert.True(bus.Topic<KeyedEvent>().TryEnqueue(new KeyedEvent("a", 3)));
        Assert.False(bus.Topic<KeyedEvent>().TryEnqueue(new KeyedEvent("a", 4)));
        Assert.False(bus.Topic<Ping>().TryEnqueue(new Ping()));

        idle.Open();
        gate.Open();
        await bus.DrainAsync();
        Assert.Equal((3, 1), (gate.Arrivals, idle.Arrivals));
    }

    [Fact]
    public async Task DropOldest_DropsAnEventThatWaitsForItsKeyBeforeYoungerOnes()
    {
        await using var bus = await TestBus.StartAsync(static options =>
            (options.QueueCapacity, options.Workers, options.WhenQueueFull) = (3, 2, QueueFullMode.DropOldest));
        var gate = new AsyncGate(expected: 2);
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            await gate.PassAsync();
            _calls.Add($"{e.Partition}{e.Number}");
        });
        var topic = bus.Topic<KeyedEvent>();
        await topic.EmitAsync(new KeyedEvent("a", 1));
        await topic.EmitAsync(new KeyedEvent("a", 2));
        await topic.EmitAsync(new KeyedEvent("b", 1));
        await gate.Reached;   // a1 and b1 run, a2 waits for its key

        await topic.EmitAsync(new KeyedEvent("c", 1));
        await topic.EmitAsync(new KeyedEvent("a", 3));
        await topic.EmitAsync(new KeyedEvent("d", 1));   // drops a2
        await topic.EmitAsync(new KeyedEvent("d", 2));   // drops c1

        Assert.Equal((2, 3), (topic.Dropped, bus.GetHealth().QueueLength));
        gate.Open();
        await bus.DrainAsync();
        Assert.Equal(["a1", "a3", "b1", "d1", "d2"], _calls.Entries.Order());
    }

    [Fact]
    public async Task DropOldest_OfEverythingThatWaitsForAKey_LeavesTheKeyUsable()
    {
        await using var bus = await TestBus.StartAsync(static options =>
            (options.QueueCapacity, options.Workers, options.WhenQueueFull) = (1, 2, QueueFullMode.DropOldest));
        var gate = new AsyncGate(expected: 2);
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            await gate.PassAsync();
            _calls.Add($"{e.Partition}{e.Number}");
        });
        var topic = bus.Topic<KeyedEvent>();
        await topic.EmitAsync(new KeyedEvent("a", 1));
        await Eventually.EqualAsync(0, () => bus.GetHealth().QueueLength);
        await topic.EmitAsync(new KeyedEvent("b", 1));
        await gate.Reached;
        await topic.EmitAsync(new KeyedEvent("a", 2));
        await topic.EmitAsync(new KeyedEvent("c", 1));   // drops a2

        gate.Open();
        await Eventually.EqualAsync(3, () => _calls.Entries.Length);
        await topic.EmitAsync(new KeyedEvent("a", 3));
        await bus.DrainAsync();

        Assert.Equal(["a1", "a3", "b1", "c1"], _calls.Entries.Order());
    }
}
