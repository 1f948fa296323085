using System.Diagnostics;

namespace EventGen.Outbox.Benchmarks;

/// <summary>What callers do to a route, and what it costs.</summary>
internal static class Load
{
    private const int Callers = 64;
    private const int LoneTurns = 20;
    private const int LoneEvents = 20;

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

    /// <summary>Commits one event after the other, a few on each side in turns, so that both meet the same disk and the same neighbours.</summary>
    /// <param name="subject">Emits an event.</param>
    /// <param name="settle">Completes when nothing of the subject runs any more, which would disturb the baseline.</param>
    /// <param name="baseline">Commits an event.</param>
    /// <returns>Median and mean of the microseconds until a call returns, of each.</returns>
    public static async Task<(double[] Subject, double[] Baseline)> FromOneAsync(Func<Ordered, Task> subject, Func<Task> settle, Func<Ordered, Task> baseline)
    {
        var (subjects, baselines) = (new List<double>(), new List<double>());
        for (int turn = -LoneTurns / 4; turn < LoneTurns; turn++)
        {
            await CommitAsync(subject, turn < 0 ? null : subjects);
            await settle();
            await CommitAsync(baseline, turn < 0 ? null : baselines);
        }

        return ([Median(subjects), subjects.Average()], [Median(baselines), baselines.Average()]);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static async Task CommitAsync(Func<Ordered, Task> commit, List<double>? times)
    {
        for (int i = 0; i < LoneEvents; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await commit(new Ordered(i, "c-7", 42.5m));
            times?.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
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
