using EventGen.Benchmarks.Timing;

namespace EventGen.Benchmarks.References;

/// <summary>Adds up the CPU time of an analyzer's actions.</summary>
/// <remarks>
/// Unlike the time that the compiler reports, it does not grow when other programs keep the machine busy. Nor does it hold what reading the clock takes,
/// a call of the system before and after each of tens of thousands of actions: what an empty action is timed at is taken off each. Thread safe.
/// </remarks>
internal sealed class ActionClock
{
    private const int EmptyActions = 1_000;
    private const int Samples = 21;

    private static readonly double s_ticksOfEmpty = TicksOfEmpty();

    private long _ticks;
    private long _count;

    public TimeSpan Elapsed => TimeSpan.FromTicks(Math.Max(0, Interlocked.Read(ref _ticks) - (long)(Count * s_ticksOfEmpty)));

    /// <summary>How many actions have run.</summary>
    public long Count => Interlocked.Read(ref _count);

    public Action<T> Timed<T>(Action<T> action) => context =>
    {
        Interlocked.Add(ref _ticks, ThreadCpu.Of(() => action(context)).Ticks);
        Interlocked.Increment(ref _count);
    };

    // The median of several samples, each the mean of many: a tick is a third of what is measured.
    private static double TicksOfEmpty()
    {
        var samples = new double[Samples];
        for (int i = 0; i < Samples; i++)
        {
            var clock = new ActionClock();
            var empty = clock.Timed<int>(static _ => { });
            for (int j = 0; j < EmptyActions; j++) empty(j);
            samples[i] = (double)clock._ticks / EmptyActions;
        }

        Array.Sort(samples);
        return samples[Samples / 2];
    }
}
