using EventGen.Benchmarks.Dispatch;
using EventGen.Benchmarks.Latency;
using EventGen.Benchmarks.Startup;
using EventGen.Benchmarks.Subscribe;
using EventGen.Benchmarks.Threads;

namespace EventGen.Benchmarks.Quick;

/// <summary>What becomes of the cost when there is more, or less, of something: subscribers, threads, topics, traffic.</summary>
internal static class ScaleRatios
{
    private const int ManyThreads = 8;
    private const double StartupLimit = 20e6;   // nanoseconds

    public static IEnumerable<Ratio> All() =>
    [
        // Two medians of the same measurement differ by up to a tenth: a wake-up goes through the system's scheduler.
        new("first event of an idle bus, p50 / idle bounded channel", 1.1, LatencyOf<IdleBus>, LatencyOf<IdleChannel>, Operations: 200),

        // The same work on all cores and on one; what threads shared would keep the first from being the second's share.
        Ratio.Of($"Emit, {ManyThreads} threads / 1 thread", 1.35 / Math.Min(ManyThreads, Environment.ProcessorCount), EmitBy(ManyThreads), EmitBy(1), 16_000_000),

        // Linear, but ten thousand subscriptions with their delegates fill the second cache, and sixty-four lie in the first.
        // A cliff would be a multiple, a copy for each change ten times as much.
        new("Emit, each of 10,000 subscribers / each of 64", 2, EmitTo(10_000), EmitTo(64), Operations: 2_000_000),
        Ratio.Of("subscribe and dispose, each of 10,000 / each of 1,000", 2, SubscribeAll(10_000), SubscribeAll(1_000), 200_000),
        Ratio.Of("Emit with id, time and context / Guid.NewGuid", 0.5, EmitWithContext, MakeGuids),
        new("1,000 topics, made and started cold / 20 ms", 1, static _ => ColdStart.MeasureAsync(), static _ => Task.FromResult(StartupLimit), Operations: 1) { WarmsUp = false },
    ];

    private static async Task<double> LatencyOf<TIdle>(int events) where TIdle : IIdle, new()
    {
        using var idle = new TIdle();
        return await IdleLatency.MedianAsync(idle, events);
    }

    private static Action<int> EmitBy(int threads) => times => new Crew(threads).Run(e =>
    {
        for (int i = 0; i < times / threads; i++) Events.Shared.Emit(e);
    });

    private static Func<int, Task<double>> EmitTo(int subscribers)
    {
        var e = new Watched(1);
        return async times =>
        {
            EventSubscription[] subscriptions = [.. Enumerable.Range(0, subscribers).Select(static number => Events.Watched.Subscribe(Watched.Handler(number)))];
            double measured = await Ratio.Time(times =>
            {
                for (int i = 0; i < times; i += subscribers) Events.Watched.Emit(e);
            })(times);
            foreach (var subscription in subscriptions) subscription.Dispose();
            return measured;
        };
    }

    private static Action<int> SubscribeAll(int count)
    {
        Action<Watched>[] handlers = [.. Enumerable.Range(0, count).Select(Watched.Handler)];
        var subscriptions = new EventSubscription[count];
        return times =>
        {
            for (int done = 0; done < times; done += count)
            {
                for (int i = 0; i < count; i++) subscriptions[i] = Events.Watched.Subscribe(handlers[i]);
                foreach (var subscription in subscriptions) subscription.Dispose();
            }
        };
    }

    private static void EmitWithContext(int times)
    {
        var e = new WithContext(1);
        for (int i = 0; i < times; i++) Events.WithContext.Emit(e);
    }

    private static void MakeGuids(int times)
    {
        for (int i = 0; i < times; i++) Guid.NewGuid();
    }
}
