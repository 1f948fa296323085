using EventGen.Benchmarks.Timing;

namespace EventGen.Benchmarks.References;

/// <summary>Adds up the CPU time of an analyzer's actions.</summary>
/// <remarks>Unlike the time that the compiler reports, it does not grow when other programs keep the machine busy. Thread safe.</remarks>
internal sealed class ActionClock
{
    private long _ticks;

    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public Action<T> Timed<T>(Action<T> action) => context => Interlocked.Add(ref _ticks, ThreadCpu.Of(() => action(context)).Ticks);
}
