namespace EventGen.Outbox.Benchmarks;

/// <summary>The same handler, as Wolverine finds it.</summary>
public static class WolverineCounter
{
    public static void Handle(Ordered ordered) => OrderedCounter.Handle(ordered);
}
