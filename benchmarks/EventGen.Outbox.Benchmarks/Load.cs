using System.Diagnostics;

namespace EventGen.Outbox.Benchmarks;

/// <summary>What callers do to a route, and what it costs.</summary>
internal static class Load
{
    private const int Callers = 64;

    /// <summary>Has 64 callers emit, each the next event when its last is committed.</summary>
    /// <returns>Microseconds for each event, from the first call until the last is settled; microseconds of this process's CPU.</returns>
    public static async Task<double[]> FromManyAsync(IDurableRoute route, int events)
    {
        await using (route)
        {
            await route.StartAsync();
            await EmitAsync(route, events / 4);
            long start = Stopwatch.GetTimestamp();
            var cpu = Environment.CpuUsage.TotalTime;
            await EmitAsync(route, events);
            return [Stopwatch.GetElapsedTime(start).TotalMicroseconds / events, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / events];
        }
    }

    /// <summary>Commits one event after the other.</summary>
    /// <returns>Median and mean of the microseconds until the call returns.</returns>
    public static async Task<double[]> FromOneAsync(Func<Ordered, Task> commit, int events)
    {
        var times = new double[events];
        for (int i = -events / 4; i < events; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await commit(new Ordered(Math.Abs(i), "c-7", 42.5m));
            if (i >= 0) times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return [Median(times), times.Average()];
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static async Task EmitAsync(IDurableRoute route, int events)
    {
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (int i = caller; i < events; i += Callers) await route.EmitAsync(new Ordered(i, "c-7", 42.5m));
        })));
        await route.SettledAsync();
    }
}
