namespace EventGen;

/// <summary>Knows for how long every worker of one queue has run the event that it runs. Thread safe.</summary>
/// <remarks>
/// It looks when it is asked, and compares with what it saw when it was asked before. So no event is timed, and workers do nothing for it. The time begins with the first look that finds all
/// workers in these runs.
/// </remarks>
/// <param name="time">Tells the moments.</param>
internal sealed class WorkerStandstill(TimeProvider time)
{
    // Held while the others change: the run of each worker, or null when one was idle, and when that was seen first.
    private readonly object _looking = new();
    private int[]? _seen;
    private long _since;

    /// <summary>For how long all workers have run what they run now; zero when one is idle.</summary>
    public TimeSpan For(IReadOnlyList<WorkerRuns> workers)
    {
        // The clock may be the application's: it is not called under the lock.
        long now = time.GetTimestamp();
        int[]? running = RunsOf(workers);
        lock (_looking)
        {
            if (running is null || _seen is null || !running.AsSpan().SequenceEqual(_seen)) (_seen, _since) = (running, now);
            return time.GetElapsedTime(Math.Min(_since, now), now);
        }
    }

    private static int[]? RunsOf(IReadOnlyList<WorkerRuns> workers)
    {
        int[] running = new int[workers.Count];
        for (int i = 0; i < running.Length; i++)
        {
            if (workers[i].Number is not { } number) return null;
            running[i] = number;
        }

        return running;
    }
}
