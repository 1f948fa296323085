using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EventGen;

/// <summary>
/// A first-in-first-out ring for any number of writers and readers, without locks: D. Vyukov's bounded MPMC queue
/// (https://www.1024cores.net/home/lock-free-algorithms/queues/bounded-mpmc-queue), with an exact bound, a way to close it, and
/// segments: a full one is followed by one of twice the size.
/// </summary>
/// <remarks>
/// <para>Positions only grow, from one segment to the next. A writer owns its cell once it has moved the segment's tail, a reader once it
/// has moved the head; what one leaves in the cell is published by its write of the sequence (release) and seen by the other's read of it (acquire).</para>
/// <para>Closing sets the tail's sign bit: every writer's compare-and-swap that has not yet succeeded then fails. So an
/// event is either in the ring before it closed, or its writer learns that it is not; and whoever closes a ring and is
/// the only one to insist sees a count that can only shrink.</para>
/// <para>Readers that have to do more than take an event have a gate, which is the head's sign bit: a reader's compare-and-swap of the head fails while it is held.</para>
/// <para>A segment that has a next one stays closed. It was full then, so each of its cells was written in its last round, and once the head is
/// behind its end none of them says that it is the reader's turn: a reader that comes late finds that it has to move on.</para>
/// </remarks>
internal sealed class EventRing
{
    private const long ClosedBit = EventRingSegment.ClosedBit;

    // Readers begin at the one; moved on by whoever finds it read to its end. Writers write to the other; replaced by whoever insists.
    private EventRingSegment _first;
    private EventRingSegment _last;

    // Its sign is the readers' gate.
    private Position _head;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="size">How many events it holds before it grows; rounded up to a power of two, at least 2.</param>
    public EventRing(int size)
    {
        // In a ring of one cell, "written" and "free for the next round" would be the same sequence.
        _first = _last = new EventRingSegment((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, size)), start: 0);
    }

    /// <summary>How many events have left it so far.</summary>
    public long Head => ShortGate.NumberOf(ref _head.Value);

    /// <summary>How many events are in it, those being written included.</summary>
    public int Count
    {
        get
        {
            // A tail between two equal heads belongs to them.
            while (true)
            {
                long head = Head;
                long tail = Tail;
                if (Head == head) return (int)(tail - head);
            }
        }
    }

    /// <summary>True when it holds no event and none is being written to it.</summary>
    /// <remarks>A writer's compare-and-swap of the tail is a full fence: who looks at the tail after a fence sees its event, or the writer sees what was before the fence.</remarks>
    public bool IsEmpty
    {
        get
        {
            long head = Head;
            return Tail <= head;
        }
    }

    /// <summary>True when the next event is there to be read.</summary>
    public bool HasNext
    {
        get
        {
            while (true)
            {
                var segment = Volatile.Read(ref _first);
                long head = Head;
                long turn = Volatile.Read(ref segment.CellOf(head).Sequence) - (head + 1);
                if (turn == 0) return true;
                if (turn < 0 && !TryMoveOn(segment, head)) return false;   // else another reader was faster
            }
        }
    }

    private long Tail => Volatile.Read(ref Volatile.Read(ref _last).Tail) & ~ClosedBit;

    /// <summary>Refuses writers from now on, but those that insist. A full fence.</summary>
    public void Close() => Interlocked.Or(ref Volatile.Read(ref _last).Tail, ClosedBit);

    /// <summary>Lets every writer in again. Not while somebody insists.</summary>
    public void Open() => Interlocked.And(ref Volatile.Read(ref _last).Tail, ~ClosedBit);

    /// <summary>Appends an event. A full fence lies between the taking of its place, from which on <see cref="IsEmpty"/> is false, and the return.</summary>
    /// <param name="queued">The event.</param>
    /// <param name="limit">How many may wait, in the ring and elsewhere.</param>
    /// <param name="elsewhere">How many wait elsewhere. What leaves the ring to wait there is counted here before it leaves.</param>
    /// <param name="position">Its position, if it is in.</param>
    /// <param name="waiting">How many wait with it, or more: what has left the ring since a writer last looked is counted.</param>
    /// <returns>False when the limit is reached, the ring has to grow or it is closed.</returns>
    public bool TryEnqueue(in QueuedEvent queued, int limit, ref readonly int elsewhere, out long position, out long waiting)
    {
        var spinner = new SpinWait();
        while (true)
        {
            var segment = Volatile.Read(ref _last);
            position = Volatile.Read(ref segment.Tail);
            waiting = 0;
            if (position < 0) return false;

            // The last head a writer has seen usually shows that there is room; the head itself is the readers' cache line.
            if (!HasRoom(segment, position, Volatile.Read(ref segment.HeadSeen), limit, in elsewhere, out waiting))
            {
                long head = Head;
                Volatile.Write(ref segment.HeadSeen, head);
                if (!HasRoom(segment, position, head, limit, in elsewhere, out waiting)) return false;
            }

            if (segment.TryWrite(position, isClosed: false, queued)) return true;

            // Another writer was faster, or the reader of the last round is still copying.
            if (Volatile.Read(ref segment.Tail) == position) spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Counts as <see cref="Count"/> does, and lets the writers know what has left.</summary>
    public int CountForWriters()
    {
        Volatile.Write(ref Volatile.Read(ref _last).HeadSeen, Head);
        return Count;
    }

    /// <summary>Appends an event to a closed ring, whatever is in it. One at a time.</summary>
    public void Insist(in QueuedEvent queued)
    {
        var segment = _last;
        long position = segment.Tail & ~ClosedBit;   // nobody else moves it
        if (position - Math.Max(Head, segment.Start) >= segment.Size) Volatile.Write(ref _last, segment = segment.Grow(position));
        var spinner = new SpinWait();
        while (!segment.TryWrite(position, isClosed: true, queued)) spinner.SpinOnce(sleep1Threshold: -1);   // the reader of the last round is still copying
    }

    /// <summary>Takes the oldest event if it has no partition. A full fence precedes the return.</summary>
    /// <param name="oldest">The event.</param>
    /// <param name="isEmpty">True when there is none, or none that is written to its end.</param>
    /// <returns>False when there is none, it has a partition, or the readers' gate is held: nothing is written to <paramref name="oldest"/> then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryDequeueUnpartitioned(out QueuedEvent oldest, out bool isEmpty)
    {
        // Not cleared, which would be a store of 32 bytes for each look.
        Unsafe.SkipInit(out oldest);
        isEmpty = false;
        while (true)
        {
            // In this order: the head is never before the segment.
            var segment = Volatile.Read(ref _first);
            long head = Volatile.Read(ref _head.Value);
            if (head < 0) return false;
            ref var cell = ref segment.CellOf(head);
            long turn = Volatile.Read(ref cell.Sequence) - (head + 1);
            if (turn < 0)
            {
                if (TryMoveOn(segment, head)) continue;
                isEmpty = true;
                return false;
            }

            if (turn > 0) continue;   // another reader was faster

            // What another reader or the next round's writer does to the cell meanwhile does not matter: the head, which is compared after it, has moved then.
            if (Volatile.Read(in cell.Event.Partition) != 0) return false;
            if (Interlocked.CompareExchange(ref _head.Value, head + 1, head) != head) continue;
            Take(segment, head, out oldest);
            return true;
        }
    }

    /// <summary>Enters the readers' gate: nobody else takes an event until <see cref="LeaveGate"/>. A full fence.</summary>
    /// <remarks>
    /// No fence lies between what its holder takes and what it does next. So who has to know exactly what is left, after a fence of its own, calls <see cref="WaitForReader"/> before: it
    /// finds either the holder's events taken, or the gate open, and whoever enters it then sees what was before the fence.
    /// </remarks>
    /// <returns>The position of the oldest event.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long EnterGate() => ShortGate.Enter(ref _head.Value);

    /// <summary>Leaves the readers' gate.</summary>
    /// <param name="head">The position of the oldest event that has not been taken.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void LeaveGate(long head) => ShortGate.Leave(ref _head.Value, head);

    /// <summary>Enters the readers' gate to take nothing, until this is disposed.</summary>
    public Hold KeepReadersOut() => new(this);

    /// <summary>Waits until whoever is in the readers' gate now has left it. Not inside.</summary>
    public void WaitForReader() => ShortGate.WaitUntilLeft(ref _head.Value);

    /// <summary>Looks at an event. In the readers' gate.</summary>
    /// <param name="head">Its position, before which all have been taken.</param>
    /// <param name="partition">Its partition.</param>
    /// <returns>False when there is none, or none that is written to its end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPeek(long head, out ulong partition)
    {
        while (true)
        {
            var segment = _first;
            ref var cell = ref segment.CellOf(head);
            if (Volatile.Read(ref cell.Sequence) == head + 1)
            {
                partition = cell.Event.Partition;
                return true;
            }

            if (TryMoveOn(segment, head)) continue;
            partition = 0;
            return false;
        }
    }

    /// <summary>Takes the event that <see cref="TryPeek"/> has found. In the readers' gate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dequeue(long head, out QueuedEvent oldest) => Take(_first, head, out oldest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(EventRingSegment segment, long head, out QueuedEvent oldest)
    {
        ref var cell = ref segment.CellOf(head);
        oldest = cell.Event;
        cell.Event = default;
        Volatile.Write(ref cell.Sequence, head + segment.Size);
    }

    // False where the segment goes on.
    private bool TryMoveOn(EventRingSegment segment, long head)
    {
        if (head < segment.End) return false;
        Interlocked.CompareExchange(ref _first, segment.Next!, segment);
        return true;
    }

    // Elsewhere is read after the head: what moves there in between counts twice, never not at all.
    private static bool HasRoom(EventRingSegment segment, long position, long head, int limit, ref readonly int elsewhere, out long waiting)
    {
        waiting = position + 1 - head + Volatile.Read(in elsewhere);
        return waiting <= limit && position - Math.Max(head, segment.Start) < segment.Size;
    }

    /// <summary>The readers' gate is held until this is disposed.</summary>
    public readonly ref struct Hold(EventRing ring)
    {
        private readonly EventRing _ring = ring;
        private readonly long _head = ring.EnterGate();

        public void Dispose() => _ring.LeaveGate(_head);
    }

    // On cache lines of its own (two, for the prefetcher fetches pairs).
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Position
    {
        [FieldOffset(128)] public long Value;
    }
}
