using System.Numerics;

namespace EventGen;

/// <summary>The counts that grow with every emission of an event. Threads write into stripes of their own, so that they do not wait for one another. Thread safe.</summary>
internal sealed class EventTally
{
    // Two cache lines: one would be fetched together with its neighbour.
    private const int Width = 16;

    private static readonly int s_stripes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 16));

    // Interlocked only. The first stripe stays unused: before it is the array's length, which every access reads.
    private readonly long[] _cells = new long[(s_stripes + 1) * Width];

    /// <summary>Counts one.</summary>
    /// <returns>How many this stripe has counted.</returns>
    public long Count(EventTallyKind kind) =>
        Interlocked.Increment(ref _cells[((1 + (Environment.CurrentManagedThreadId & (s_stripes - 1))) * Width) + (int)kind]);

    public long Sum(EventTallyKind kind)
    {
        long sum = 0;
        for (int i = Width + (int)kind; i < _cells.Length; i += Width) sum += Volatile.Read(ref _cells[i]);
        return sum;
    }
}
