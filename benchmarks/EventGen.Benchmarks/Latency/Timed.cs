using System.Diagnostics;

namespace EventGen.Benchmarks.Latency;

/// <summary>Tells when its handler started.</summary>
[Event("benchmark.timed")]
public sealed class Timed
{
    private long _started;

    [Subscribe]
    public static void Handle(Timed e) => e.Start();

    /// <summary>Sets the clock of the handler.</summary>
    public void Start() => Volatile.Write(ref _started, Stopwatch.GetTimestamp());

    /// <summary>Spins until the handler has started.</summary>
    /// <returns>The timestamp of the start.</returns>
    public long WaitForStart()
    {
        // A core for the emitter, one for the worker: neither waits for the other's time slice.
        while (Volatile.Read(ref _started) == 0) Thread.SpinWait(1);
        return _started;
    }

    /// <summary>Sleeps until the handler has started.</summary>
    /// <returns>The timestamp of the start.</returns>
    public long SleepUntilStarted()
    {
        while (Volatile.Read(ref _started) == 0) Thread.Sleep(1);
        return _started;
    }
}
