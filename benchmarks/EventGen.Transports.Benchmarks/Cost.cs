using System.Diagnostics;

namespace EventGen.Transports.Benchmarks;

/// <summary>What one event has cost this process, its clients and its handlers included; the server's cost is not in it.</summary>
/// <param name="Time">Microseconds that passed.</param>
/// <param name="Cpu">Microseconds of processor time, of all threads: it is hardly changed by what else a machine does.</param>
/// <param name="Bytes">Bytes allocated.</param>
/// <param name="Turns">Turns in the thread pool: how often the work went on elsewhere.</param>
internal readonly record struct Cost(double Time, double Cpu, double Bytes, double Turns)
{
    /// <summary>Measures something that is done for many events.</summary>
    public static async Task<Cost> OfAsync(int events, Func<Task> run)
    {
        long start = Stopwatch.GetTimestamp(), bytes = GC.GetTotalAllocatedBytes(), turns = ThreadPool.CompletedWorkItemCount;
        var cpu = Environment.CpuUsage.TotalTime;
        await run();
        return new Cost(
            Stopwatch.GetElapsedTime(start).TotalMicroseconds / events,
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / events,
            (double)(GC.GetTotalAllocatedBytes() - bytes) / events,
            (double)(ThreadPool.CompletedWorkItemCount - turns) / events);
    }

    /// <summary>The median of each part.</summary>
    public static Cost Median(IReadOnlyCollection<Cost> costs) =>
        new(MedianOf(costs, static cost => cost.Time), MedianOf(costs, static cost => cost.Cpu), MedianOf(costs, static cost => cost.Bytes), MedianOf(costs, static cost => cost.Turns));

    public static Cost operator /(Cost one, Cost other) => new(one.Time / other.Time, one.Cpu / other.Cpu, one.Bytes / other.Bytes, one.Turns / other.Turns);

    private static double MedianOf(IReadOnlyCollection<Cost> costs, Func<Cost, double> part) => costs.Select(part).Order().ElementAt(costs.Count / 2);
}
