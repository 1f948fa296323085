using System.Numerics;
using System.Runtime.InteropServices;

namespace EventGen;

/// <summary>
/// A bounded first-in-first-out ring for any number of writers and readers, without locks: D. Vyukov's bounded MPMC
/// queue (https://www.1024cores.net/home/lock-free-algorithms/queues/bounded-mpmc-queue), with an exact bound and a way
/// to close it.
/// </summary>
/// <remarks>
/// <para>Positions only grow. Position <c>p</c> lives in cell <c>p mod size</c>, whose sequence says whose turn it is:
/// <c>p</c>, the writer of position p; <c>p + 1</c>, its reader; <c>p + size</c>, the next round's writer.</para>
/// <para>A writer owns its cell once it has moved the tail, a reader once it has moved the head; what one leaves in the
/// cell is published by its write of the sequence (release) and seen by the other's read of it (acquire).</para>
/// <para>Closing sets the tail's sign bit: every writer's compare-and-swap that has not yet succeeded then fails. So an
/// event is either in the ring before it closed, or its writer learns that it is not; and whoever closes a ring and is
/// the only one to insist sees a count that can only shrink.</para>
/// </remarks>
internal sealed class EventRing
{
    private const long ClosedBit = long.MinValue;

    private readonly Cell[] _cells;
    private readonly int _mask;
    private Positions _positions;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="size">How many events it holds; rounded up to a power of two, at least 2.</param>
    public EventRing(int size)
    {
        // In a ring of one cell, "written" and "free for the next round" would be the same sequence.
        _cells = new Cell[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, size))];
        _mask = _cells.Length - 1;
        for (int i = 0; i < _cells.Length; i++) _cells[i].Sequence = i;
    }

    /// <summary>How many events it holds.</summary>
    public int Size => _cells.Length;

    /// <summary>How many events have left it so far.</summary>
    public long Head => Volatile.Read(ref _positions.Head);

    /// <summary>How many events are in it, those being written included.</summary>
    public int Count
    {
        get
        {
            // A tail between two equal heads belongs to them.
            while (true)
            {
                long head = Volatile.Read(ref _positions.Head);
                long tail = Volatile.Read(ref _positions.Tail) & ~ClosedBit;
                if (Volatile.Read(ref _positions.Head) == head) return (int)(tail - head);
            }
        }
    }

    /// <summary>True when it holds no event and none is being written to it.</summary>
    /// <remarks>A writer's compare-and-swap of the tail is a full fence: who looks at the tail after a fence sees its event, or the writer sees what was before the fence.</remarks>
    public bool IsEmpty
    {
        get
        {
            long head = Volatile.Read(ref _positions.Head);
            return (Volatile.Read(ref _positions.Tail) & ~ClosedBit) <= head;
        }
    }

    /// <summary>True when the next event is there to be read.</summary>
    public bool HasNext
    {
        get
        {
            while (true)
            {
                long head = Volatile.Read(ref _positions.Head);
                long turn = Volatile.Read(ref _cells[head & _mask].Sequence) - (head + 1);
                if (turn <= 0) return turn == 0;   // else another reader was faster
            }
        }
    }

    /// <summary>Refuses writers from now on, but those that insist. A full fence.</summary>
    public void Close() => Interlocked.Or(ref _positions.Tail, ClosedBit);

    /// <summary>Lets every writer in again.</summary>
    public void Open() => Interlocked.And(ref _positions.Tail, ~ClosedBit);

    /// <summary>Appends an event. A full fence lies between the taking of its place, from which on <see cref="IsEmpty"/> is false, and the return.</summary>
    /// <param name="queued">The event.</param>
    /// <param name="limit">How many may wait, in the ring and elsewhere.</param>
    /// <param name="elsewhere">How many wait elsewhere. What leaves the ring to wait there is counted here before it leaves.</param>
    /// <param name="position">Its position, if it is in.</param>
    /// <param name="evenIfClosed">Writes into a closed ring too.</param>
    /// <returns>False when the limit is reached, or the ring is full or closed.</returns>
    public bool TryEnqueue(in QueuedEvent queued, int limit, ref readonly int elsewhere, out long position, bool evenIfClosed = false)
    {
        var spinner = new SpinWait();
        while (true)
        {
            long tail = Volatile.Read(ref _positions.Tail);
            position = tail & ~ClosedBit;
            if (tail < 0 && !evenIfClosed) return false;

            // The last head a writer has seen usually shows that there is room; the head itself is the readers' cache line.
            if (IsFull(position - Volatile.Read(ref _positions.HeadSeen), limit, in elsewhere))
            {
                long head = Volatile.Read(ref _positions.Head);
                Volatile.Write(ref _positions.HeadSeen, head);
                if (IsFull(position - head, limit, in elsewhere)) return false;
            }

            ref var cell = ref _cells[position & _mask];
            if (Volatile.Read(ref cell.Sequence) != position)
            {
                // Another writer was faster, or the reader of the last round is still copying.
                spinner.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            if (Interlocked.CompareExchange(ref _positions.Tail, tail + 1, tail) != tail) continue;
            cell.Event = queued;
            Volatile.Write(ref cell.Sequence, position + 1);
            return true;
        }
    }

    /// <summary>Takes the oldest event. A full fence precedes the return.</summary>
    /// <returns>False when there is none, or none that is written to its end.</returns>
    public bool TryDequeue(out QueuedEvent oldest) => TryDequeue(keyedToo: true, out oldest, out _);

    /// <summary>Takes the oldest event if it has no partition, else tells which.</summary>
    /// <returns>False when there is none, or it has a partition.</returns>
    public bool TryDequeueUnpartitioned(out QueuedEvent oldest, out ulong partition) => TryDequeue(keyedToo: false, out oldest, out partition);

    private bool TryDequeue(bool keyedToo, out QueuedEvent oldest, out ulong partition)
    {
        while (true)
        {
            long head = Volatile.Read(ref _positions.Head);
            ref var cell = ref _cells[head & _mask];
            long turn = Volatile.Read(ref cell.Sequence) - (head + 1);
            if (turn < 0)
            {
                (oldest, partition) = (default, 0);
                return false;
            }

            if (turn > 0) continue;   // another reader was faster

            // What another reader or the next round's writer does to the cell meanwhile does not matter: the head has moved then.
            partition = cell.Event.Partition;
            if (partition != 0 && !keyedToo)
            {
                if (Volatile.Read(ref _positions.Head) != head) continue;
                oldest = default;
                return false;
            }

            if (Interlocked.CompareExchange(ref _positions.Head, head + 1, head) != head) continue;
            oldest = cell.Event;
            cell.Event = default;
            Volatile.Write(ref cell.Sequence, head + _cells.Length);
            return true;
        }
    }

    // Elsewhere is read after the head: what moves there in between counts twice, never not at all.
    private bool IsFull(long count, int limit, ref readonly int elsewhere) =>
        count >= _cells.Length || count + Volatile.Read(in elsewhere) >= limit;

    private struct Cell
    {
        public long Sequence;
        public QueuedEvent Event;
    }

    // Readers and writers each on cache lines of their own (two, for the prefetcher fetches pairs).
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Positions
    {
        [FieldOffset(128)] public long Head;
        [FieldOffset(256)] public long Tail;
        [FieldOffset(264)] public long HeadSeen;
    }
}
