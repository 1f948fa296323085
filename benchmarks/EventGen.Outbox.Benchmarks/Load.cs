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
    /// <returns>Of each, in microseconds: median and mean until a call returns, and the CPU for each call, of this process and of the server's.</returns>
    public static async Task<(double[] Subject, double[] Baseline)> FromOneAsync(LoneCaller subject, Func<Task> settle, LoneCaller baseline)
    {
        var (subjects, baselines) = (new LoneCosts(subject), new LoneCosts(baseline));
        for (int turn = -LoneTurns / 4; turn < LoneTurns; turn++)
        {
            await subjects.CommitAsync(LoneEvents, isCounted: turn >= 0);
            await settle();
            await baselines.CommitAsync(LoneEvents, isCounted: turn >= 0);
        }

        return (subjects.Each, baselines.Each);
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
