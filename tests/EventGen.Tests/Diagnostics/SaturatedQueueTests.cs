namespace EventGen.Tests.Diagnostics;

public sealed class SaturatedQueueTests
{
    private const string Crowded = "The queue has been more than 80% full for longer than 10 s.";

    private static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(10) + TimeSpan.FromTicks(1);

    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(10, 8)]
    [InlineData(7, 5)]
    [InlineData(1, 0)]
    [InlineData(88, 70)]
    [InlineData(6000, 4800)]   // more than the ring holds at first
    public async Task Health_OfAQueueCrowdedForLong_IsDegraded_ThoughNobodyAskedMeanwhile(int capacity, int mark)
    {
        await using var bus = CreateBus(capacity);
        Fill(bus, mark);
        _clock.Advance(s_longEnough);
        Assert.DoesNotContain(Crowded, bus.GetHealth().Problems);

        Fill(bus, 1);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(Crowded, bus.GetHealth().Problems);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
        Assert.Contains(Crowded, bus.GetHealth().Problems);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(6000)]
    public async Task Health_OfAQueueThatEmptiedInBetween_CountsFromTheNextCrowd_ThoughNobodyAskedMeanwhile(int capacity)
    {
        await using var bus = CreateBus(capacity, workers: 1);
        var gate = new AsyncGate();
        int handled = 0;
        bus.Topic<Ping>().Subscribe(async (Ping ping) =>
        {
            if (ping.Number == 1) await gate.PassAsync();
            Interlocked.Increment(ref handled);
        });
        Fill(bus, capacity);
        _clock.Advance(s_longEnough);
        await bus.StartAsync();
        await Eventually.EqualAsync(capacity, () => Volatile.Read(ref handled));

        Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping(1)));
        await gate.Reached;
        Fill(bus, capacity);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);

        _clock.Advance(s_longEnough);
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
        gate.Open();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => bus.GetHealth().Status);
    }

    private EventBus CreateBus(int capacity, int workers = 2) =>
        TestBus.Create(options => (options.QueueCapacity, options.Workers, options.TimeProvider) = (capacity, workers, _clock));

    private static void Fill(EventBus bus, int count)
    {
        for (int i = 0; i < count; i++) Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping()));
    }
}
