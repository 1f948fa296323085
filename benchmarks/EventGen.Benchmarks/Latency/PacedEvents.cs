using System.Diagnostics;

namespace EventGen.Benchmarks.Latency;

/// <summary>One event about every millisecond: each finds the queue at rest.</summary>
internal static class PacedEvents
{
    /// <returns>The process's CPU time for each event, in nanoseconds.</returns>
    public static async Task<double> CpuAsync(IIdle idle, int events)
    {
        var begun = Environment.CpuUsage.TotalTime;
        await LatenciesAsync(idle, events);
        return (Environment.CpuUsage.TotalTime - begun).TotalNanoseconds / events;
    }

    /// <returns>From the enqueue to the start of the handler, which 99 of 100 keep, in nanoseconds.</returns>
    public static async Task<double> SlowestAsync(IIdle idle, int events)
    {
        long[] ticks = await LatenciesAsync(idle, events);
        Array.Sort(ticks);
        return ticks[ticks.Length * 99 / 100] * 1e9 / Stopwatch.Frequency;
    }

    // The emitter has a thread of its own, which sleeps between the events.
    private static Task<long[]> LatenciesAsync(IIdle idle, int events) => Task.Factory.StartNew(
        () =>
        {
            var paced = new (Timed Event, long Enqueued)[Math.Max(1, events)];
            for (int i = 0; i < paced.Length; i++)
            {
                Thread.Sleep(1);
                var e = new Timed();
                paced[i] = (e, Stopwatch.GetTimestamp());
                idle.Enqueue(e);
            }

            return Array.ConvertAll(paced, static one => one.Event.SleepUntilStarted() - one.Enqueued);
        },
        TaskCreationOptions.LongRunning);
}
