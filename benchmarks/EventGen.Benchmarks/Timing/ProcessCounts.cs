using System.Runtime.InteropServices;

namespace EventGen.Benchmarks.Timing;

/// <summary>What the process has done so far, counted: a busy machine changes times more than these.</summary>
/// <param name="Cpu">The CPU time of all its threads.</param>
/// <param name="WorkItems">Work items that the thread pool has run: each wake-up of a worker, a reader or an emitter is one.</param>
/// <param name="Contentions">How often a thread has waited for a lock.</param>
/// <param name="Sleeps">How often a thread has given up its core to wait: voluntary context switches. 0 elsewhere than on Linux.</param>
/// <param name="Preemptions">How often a thread has lost its core: involuntary context switches. 0 elsewhere than on Linux.</param>
internal readonly partial record struct ProcessCounts(TimeSpan Cpu, long WorkItems, long Contentions, long Sleeps, long Preemptions)
{
    public static ProcessCounts Now()
    {
        var usage = default(Usage);
        if (OperatingSystem.IsLinux() && GetUsage(0, ref usage) != 0) throw new InvalidOperationException("getrusage failed.");
        return new(Environment.CpuUsage.TotalTime, ThreadPool.CompletedWorkItemCount, Monitor.LockContentionCount, usage.Sleeps, usage.Preemptions);
    }

    public static ProcessCounts operator +(ProcessCounts left, ProcessCounts right) => new(
        left.Cpu + right.Cpu,
        left.WorkItems + right.WorkItems,
        left.Contentions + right.Contentions,
        left.Sleeps + right.Sleeps,
        left.Preemptions + right.Preemptions);

    public static ProcessCounts operator -(ProcessCounts left, ProcessCounts right) => new(
        left.Cpu - right.Cpu,
        left.WorkItems - right.WorkItems,
        left.Contentions - right.Contentions,
        left.Sleeps - right.Sleeps,
        left.Preemptions - right.Preemptions);

    /// <summary>The counts for each of some operations, in words.</summary>
    public string PerOperation(long operations) => FormattableString.Invariant(
        $"CPU {Cpu.TotalNanoseconds / operations,7:F1} ns; for 1,000: {Thousandth(WorkItems, operations),8:F3} work items, {Thousandth(Contentions, operations),7:F3} lock waits, {Thousandth(Sleeps, operations),8:F3} sleeps, {Thousandth(Preemptions, operations),7:F3} preemptions");

    private static double Thousandth(long count, long operations) => count * 1000.0 / operations;

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, ref Usage usage);

    // struct rusage: two times, then fourteen numbers, of which the last two are the context switches.
    [StructLayout(LayoutKind.Sequential)]
    private struct Usage
    {
        private readonly Sixteen _before;
        public readonly nint Sleeps;
        public readonly nint Preemptions;
    }

    [System.Runtime.CompilerServices.InlineArray(16)]
    private struct Sixteen
    {
        private nint _first;
    }
}
