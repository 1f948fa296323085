using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EventGen;

/// <summary>The cells of an <see cref="EventRing"/> for its positions from <see cref="Start"/> to <see cref="End"/>.</summary>
/// <remarks>
/// Position <c>p</c> lives in cell <c>p mod size</c>, whose sequence says whose turn it is: <c>p</c>, the writer of position p;
/// <c>p + 1</c>, its reader; <c>p + size</c>, the next round's writer.
/// </remarks>
internal sealed class EventRingSegment
{
    /// <summary>In <see cref="Tail"/>, once nobody else may write.</summary>
    public const long ClosedBit = long.MinValue;

    private readonly Cell[] _cells;
    private Writers _writers;
    private long _end = long.MaxValue;

    /// <param name="size">How many cells; a power of two.</param>
    /// <param name="start">The first position.</param>
    public EventRingSegment(int size, long start)
    {
        _cells = new Cell[size];
        for (long position = start; position < start + size; position++) CellOf(position).Sequence = position;
        Start = start;
        _writers.Tail = start;
    }

    /// <summary>How many events it holds.</summary>
    public int Size => _cells.Length;

    public long Start { get; }

    /// <summary>The first position of the next segment; beyond all positions while there is none.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Set before <see cref="End"/>.</summary>
    public EventRingSegment? Next { get; private set; }

    /// <summary>The position that is written next.</summary>
    public ref long Tail => ref _writers.Tail;

    /// <summary>The last head that a writer has seen.</summary>
    public ref long HeadSeen => ref _writers.HeadSeen;

    public ref Cell CellOf(long position) => ref _cells[position & (_cells.Length - 1)];

    /// <summary>Writes an event, if the cell is free and the tail where it is believed to be. A full fence if it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(long position, bool isClosed, in QueuedEvent queued)
    {
        ref var cell = ref CellOf(position);
        if (Volatile.Read(ref cell.Sequence) != position) return false;
        long tail = isClosed ? position | ClosedBit : position;
        if (Interlocked.CompareExchange(ref _writers.Tail, tail + 1, tail) != tail) return false;
        cell.Event = queued;
        Volatile.Write(ref cell.Sequence, position + 1);
        return true;
    }

    /// <summary>Adds the next segment to one that is full and closed.</summary>
    /// <param name="end">Its first position.</param>
    /// <returns>The next one, closed.</returns>
    public EventRingSegment Grow(long end)
    {
        Next = new EventRingSegment(2 * Size, end);
        Next.Tail |= ClosedBit;
        Volatile.Write(ref _end, end);
        return Next;
    }

    internal struct Cell
    {
        public long Sequence;
        public QueuedEvent Event;
    }

    // Writers on cache lines of their own (two, for the prefetcher fetches pairs).
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Writers
    {
        [FieldOffset(128)] public long Tail;
        [FieldOffset(136)] public long HeadSeen;
    }
}
