using System.Diagnostics;

namespace EventGen.Benchmarks.Latency;

/// <summary>From the enqueue to the start of the handler, on a queue that has come to rest.</summary>
internal static class IdleLatency
{
    /// <returns>The median of some events, in nanoseconds.</returns>
    public static async Task<double> MedianAsync(IIdle idle, int events)
    {
        long[] ticks = new long[Math.Max(1, events)];
        for (int i = 0; i < ticks.Length; i++)
        {
            await Task.Delay(1);   // long enough for every worker to fall asleep
            var e = new Timed();
            long enqueued = Stopwatch.GetTimestamp();
            idle.Enqueue(e);
            ticks[i] = e.WaitForStart() - enqueued;
        }

        Array.Sort(ticks);
        return ticks[ticks.Length / 2] * 1e9 / Stopwatch.Frequency;
    }
}
