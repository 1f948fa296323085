namespace EventGen.Stress.Tests.Queueing;

public sealed class HealthRaceTests
{
    /// <summary>Never more than may wait, also while events rush by.</summary>
    [Fact]
    public Task QueueLength_IsAtMostTheCapacity() => StressTime.RepeatAsync(share: 0.04, static async seed =>
    {
        const int Capacity = 8;
        int keys = new Random(seed).Next(0, 3);
        await using var bus = await StressBus.StartAsync(workers: 2, Capacity);
        bus.Topic<SubscriberOnlyEvent>().Subscribe(static _ => { });
        bus.Topic<SubscriberOnlyKeyedEvent>().Subscribe(static async _ => await Task.Yield());
        var emitters = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 3000; i++)
            {
                if (keys == 0) await bus.Topic<SubscriberOnlyEvent>().EmitAsync(new SubscriberOnlyEvent(i));
                else await bus.Topic<SubscriberOnlyKeyedEvent>().EmitAsync(new SubscriberOnlyKeyedEvent(i % keys, i));
            }
        })));

        int most = 0, least = 0;
        while (!emitters.IsCompleted)
        {
            int length = bus.GetHealth().QueueLength;
            (most, least) = (Math.Max(most, length), Math.Min(least, length));
        }

        await emitters;
        await bus.DrainAsync();
        Assert.Equal(0, least);
        Assert.InRange(most, 0, Capacity);
    });
}
