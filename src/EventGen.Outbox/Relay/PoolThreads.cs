namespace EventGen.Outbox;

/// <summary>
/// Gives the thread pool threads in the place of those that wait for a store. What the store's client needs to go on, such as the event of a socket, may be behind as many other items
/// as want to wait: a pool at its minimum adds a thread every half second, and all of them would wait for each other for long. Thread safe.
/// </summary>
internal static class PoolThreads
{
    // One in the place of the thread that waits, and one that goes on where that one waits too: with each step twice as many.
    private const int Threads = 2;

    private static readonly object s_gate = new();

    // Under the gate. What the minimum was, and how much was added to it.
    private static int s_base;
    private static int s_added;

    /// <summary>A thread of the pool begins to wait.</summary>
    /// <returns>How many threads were given, for <see cref="Exit"/>; none for another thread, for which nothing is to be done.</returns>
    public static int Enter() => Thread.CurrentThread.IsThreadPoolThread ? Give() : 0;

    /// <summary>It goes on.</summary>
    /// <param name="threads">What <see cref="Enter"/> has given.</param>
    public static void Exit(int threads)
    {
        if (threads == 0) return;
        lock (s_gate)
        {
            var (workers, completions) = Minimum();
            if (s_added >= threads && ThreadPool.SetMinThreads(workers - threads, completions)) s_added -= threads;
        }
    }

    private static int Give()
    {
        lock (s_gate)
        {
            var (workers, completions) = Minimum();

            // The pool may have more threads than its minimum, and all of them may wait, also for what is none of ours: only a minimum above that adds one.
            int threads = Math.Max(Threads, ThreadPool.ThreadCount + 1 - workers);
            if (!ThreadPool.SetMinThreads(workers + threads, completions)) return 0;
            s_added += threads;
            return threads;
        }
    }

    private static (int Workers, int Completions) Minimum()
    {
        ThreadPool.GetMinThreads(out int workers, out int completions);

        // Somebody else has set it meanwhile: that holds.
        if (workers != s_base + s_added) (s_base, s_added) = (workers, 0);
        return (workers, completions);
    }
}
