using System.Numerics;
using System.Runtime.InteropServices;

namespace EventGen;

/// <summary>
/// The unused envelopes of one topic. Queueing allocates nothing once as many have been created as events wait at the same
/// time. Lock-free; any number of threads may take and return.
/// </summary>
/// <remarks>
/// <para>A ring as <see cref="EventRing"/> is, where the words on its memory order apply: whoever has moved the head owns
/// what is in the cell, whoever has moved the tail owns the cell, and the sequence publishes what the one leaves to the
/// other. So a spare has one taker.</para>
/// <para>Nobody depends on a spare: where the ring is empty, or the next cell is not written to its end, a taker makes a new
/// one; where it is full, or the next cell is not read to its end, a keeper leaves its own to the garbage collector. So
/// nobody waits, and an envelope that is never returned, as that of an event left at the close, costs one allocation.</para>
/// </remarks>
/// <param name="size">How many it keeps at most; rounded up to a power of two, at least 2.</param>
internal sealed class EnvelopePool(int size)
{
    private readonly Cell[] _cells = Empty((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, size)));
    private Positions _positions;

    /// <summary>Takes a spare, which is the caller's alone.</summary>
    public EventEnvelope? TryTake()
    {
        while (true)
        {
            long head = Volatile.Read(ref _positions.Head);
            ref var cell = ref _cells[head & (_cells.Length - 1)];
            long turn = Volatile.Read(ref cell.Sequence) - (head + 1);
            if (turn < 0) return null;
            if (turn > 0 || Interlocked.CompareExchange(ref _positions.Head, head + 1, head) != head) continue;   // another taker was faster
            var spare = cell.Spare;
            cell.Spare = null;
            Volatile.Write(ref cell.Sequence, head + _cells.Length);
            return spare;
        }
    }

    /// <summary>Keeps a cleared envelope that the caller does not touch again.</summary>
    public void Keep(EventEnvelope spare)
    {
        while (true)
        {
            long tail = Volatile.Read(ref _positions.Tail);
            ref var cell = ref _cells[tail & (_cells.Length - 1)];
            long turn = Volatile.Read(ref cell.Sequence) - tail;
            if (turn < 0) return;
            if (turn > 0 || Interlocked.CompareExchange(ref _positions.Tail, tail + 1, tail) != tail) continue;   // another keeper was faster
            cell.Spare = spare;
            Volatile.Write(ref cell.Sequence, tail + 1);
            return;
        }
    }

    private static Cell[] Empty(int size)
    {
        var cells = new Cell[size];
        for (int i = 0; i < size; i++) cells[i].Sequence = i;
        return cells;
    }

    private struct Cell
    {
        public long Sequence;
        public EventEnvelope? Spare;
    }

    // Takers are emitters and keepers are workers: each on cache lines of their own (two, for the prefetcher fetches pairs).
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Positions
    {
        [FieldOffset(128)] public long Head;
        [FieldOffset(256)] public long Tail;
    }
}
