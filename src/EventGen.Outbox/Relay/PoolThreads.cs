namespace EventGen.Outbox;

/// <summary>
/// Gives the thread pool a thread in the place of one that waits for a store. What the store's client needs to go on, such as the event of a socket, may be behind as many other items
/// as want to wait: a pool at its minimum adds a thread every half second, and all of them would wait for each other for long. Thread safe.
/// </summary>
internal static class PoolThreads
{
    private static readonly object s_gate = new();

    // Under the gate. What the minimum was, and how much was added to it.
    private static int s_base;
    private static int s_added;

    /// <summary>A thread of the pool begins to wait.</summary>
    /// <returns>False for another thread, for which nothing is to be done.</returns>
    public static bool TryEnter()
    {
        if (!Thread.CurrentThread.IsThreadPoolThread) return false;
        Change(1);
        return true;
    }

    /// <summary>It goes on.</summary>
    public static void Exit() => Change(-1);

    private static void Change(int by)
    {
        lock (s_gate)
        {
            ThreadPool.GetMinThreads(out int workers, out int completions);

            // Somebody else has set it meanwhile: that holds.
            if (workers != s_base + s_added) (s_base, s_added) = (workers, 0);
            if (s_added + by >= 0 && ThreadPool.SetMinThreads(workers + by, completions)) s_added += by;
        }
    }
}
