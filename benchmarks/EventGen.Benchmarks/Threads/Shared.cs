namespace EventGen.Benchmarks.Threads;

/// <summary>Counted where its emitter alone writes, so that threads share nothing but the topic.</summary>
[Event("benchmark.shared")]
public sealed class Shared
{
    // The neighbours on the heap lie further away than a cache line, and than the next one that is fetched with it.
    private readonly long[] _total = new long[48];

    [Subscribe]
    public static void Count(Shared e) => e._total[24]++;
}
