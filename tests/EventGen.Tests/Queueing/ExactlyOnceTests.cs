namespace EventGen.Tests.Queueing;

/// <summary>Random producers, keys and modes: every accepted event is handled once, every other never.</summary>
public sealed class ExactlyOnceTests
{
    private const int Producers = 6;
    private const int EventsPerProducer = 400;

    [Theory]
    [InlineData(QueueFullMode.Wait)]
    [InlineData(QueueFullMode.Reject)]
    [InlineData(QueueFullMode.DropOldest)]
    [InlineData(QueueFullMode.DropWrite)]
    public async Task EveryAcceptedEvent_IsHandledExactlyOnce(QueueFullMode mode)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        int workers = random.Next(1, 6), capacity = random.Next(1, 40);
        string run = $"seed {seed}, mode {mode}, {workers} workers, capacity {capacity}";
        await using var bus = await TestBus.StartAsync(options =>
            (options.Workers, options.QueueCapacity, options.WhenQueueFull) = (workers, capacity, mode));

        int[] handled = new int[Producers * EventsPerProducer];
        int accepted = 0, refused = 0;
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            if (e.Number % 5 == 0) await Task.Yield();
            Interlocked.Increment(ref handled[e.Number]);
        });

        int[] seeds = [.. Enumerable.Range(0, Producers).Select(_ => random.Next())];
        Task[] producers = [.. seeds.Index().Select(producer => Task.Run(() => ProduceAsync(producer.Index, new Random(producer.Item))))];
        await Deadline.WithinAsync(Task.WhenAll(producers), $"the producers, {run}");
        await bus.DrainAsync();

        int once = handled.Count(static times => times == 1);
        Assert.True(handled.All(static times => times <= 1), $"{run}: {handled.Count(static times => times > 1)} events handled more than once");
        Assert.Equal(handled.Length, accepted + refused);
        Assert.True(handled.Length == once + refused + bus.GetHealth().Dropped, $"{run}: {once} handled, {refused} refused, {bus.GetHealth().Dropped} dropped of {handled.Length}");
        Assert.Equal((0, 0), (bus.GetHealth().Failed, bus.GetHealth().QueueLength));

        async Task ProduceAsync(int producer, Random choice)
        {
            for (int i = 0; i < EventsPerProducer; i++)
            {
                if (choice.Next(4) == 0) await Task.Yield();
                string? key = choice.Next(3) == 0 ? null : $"{choice.Next(5)}";
                bool wasAccepted = await TryEmitAsync(new KeyedEvent(key, producer * EventsPerProducer + i), choice.Next(3));
                Interlocked.Increment(ref wasAccepted ? ref accepted : ref refused);
            }
        }

        async Task<bool> TryEmitAsync(KeyedEvent step, int call)
        {
            try
            {
                switch (call)
                {
                    case 0:
                        await bus.Topic<KeyedEvent>().EmitAsync(step);
                        return true;
                    case 1:
                        bus.Topic<KeyedEvent>().Emit(step);
                        return true;
                    default:
                        return bus.Topic<KeyedEvent>().TryEnqueue(step);
                }
            }
            catch (EventQueueFullException)
            {
                return false;
            }
        }
    }
}
