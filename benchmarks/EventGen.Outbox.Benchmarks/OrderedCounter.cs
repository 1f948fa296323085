using System.Diagnostics;

namespace EventGen.Outbox.Benchmarks;

/// <summary>The handler, which only counts.</summary>
public static class OrderedCounter
{
    private static long s_handled;

    // Who waits for the next event, and gets the time at which its handler began.
    private static TaskCompletionSource<long>? s_next;

    public static long Handled => Volatile.Read(ref s_handled);

    /// <summary>The timestamp at which the handler of the next event begins.</summary>
    public static Task<long> NextAsync()
    {
        var next = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref s_next, next);
        return next.Task;
    }

    [Subscribe]
    public static void Handle(Ordered e)
    {
        if (Volatile.Read(ref s_next) is not null && Interlocked.Exchange(ref s_next, null) is { } next) next.TrySetResult(Stopwatch.GetTimestamp());
        Interlocked.Add(ref s_handled, e.Number >= 0 ? 1 : 0);
    }
}
