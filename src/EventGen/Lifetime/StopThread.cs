namespace EventGen;

/// <summary>Threads of a stop's own, which runs although every thread of the pool is blocked.</summary>
internal static class StopThread
{
    // How long a thread of the pool is waited for. One that is free begins at once.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs an action on a thread of its own.</summary>
    /// <param name="name">The thread's.</param>
    /// <param name="action">Must not throw.</param>
    public static void Start(string name, ThreadStart action) => new Thread(action) { Name = name, IsBackground = true }.Start();

    /// <summary>Runs an action on a thread of the pool, as awaiting code expects, or here if the pool has none.</summary>
    /// <param name="action">Must not throw.</param>
    public static void RunOnPoolOrHere(Action action)
    {
        int isTaken = 0;
        using var begun = new ManualResetEventSlim();
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                if (Interlocked.Exchange(ref isTaken, 1) != 0) return;
                begun.Set();
                action();
            },
            null);
        if (!begun.Wait(s_patience) && Interlocked.Exchange(ref isTaken, 1) == 0) action();
    }
}
