namespace EventGen.Outbox.Benchmarks;

/// <summary>The handler, which only counts.</summary>
public static class OrderedCounter
{
    private static long s_handled;

    public static long Handled => Volatile.Read(ref s_handled);

    [Subscribe]
    public static void Handle(Ordered e) => Interlocked.Add(ref s_handled, e.Number >= 0 ? 1 : 0);
}
