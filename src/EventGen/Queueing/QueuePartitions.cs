namespace EventGen;

/// <summary>
/// The partitions in which an event is running, and the events that wait behind it. Under <see cref="Gate"/>, which the
/// queue holds, but for <see cref="Waiting"/> and <see cref="HasReleased"/>, which may be read without it.
/// </summary>
/// <remarks>
/// A partition exists only while something is in it: an event that a worker runs or is about to, or failed deliveries that wait for
/// their next attempt. There are never more partitions with a running event than workers, few enough to look through; those in
/// which only failed deliveries wait are looked up. Events wait in a partition in the order in which they were admitted.
/// </remarks>
internal sealed class QueuePartitions
{
    /// <summary>Held by the queue.</summary>
    public readonly Gate Gate = new();

    private readonly List<Partition> _partitions = [];

    // In which no event runs, but a failed delivery waits.
    private readonly Dictionary<ulong, Partition> _held = [];
    private readonly Stack<Partition> _spare = new();
    private long _arrivals;
    private int _released;

    /// <summary>How many events wait for their partition. Changed with a full fence.</summary>
    public int Waiting;

    /// <summary>True when an event's partition has become free.</summary>
    public bool HasReleased => Volatile.Read(ref _released) != 0;

    /// <summary>True when events wait for a partition in which no event runs: a retry or a publish holds it.</summary>
    public bool HasWaitingForHeld => Waiting > _partitions.Sum(static partition => partition.Waiting.Count);

    /// <summary>Enters a partition, if no event is in it.</summary>
    public bool TryEnter(ulong key)
    {
        if (Find(key) is not null) return false;
        var partition = _spare.TryPop(out var spare) ? spare : new Partition();
        partition.Key = key;
        partition.Occupants = 1;
        _partitions.Add(partition);
        return true;
    }

    /// <summary>Moves the ring's oldest event, whose partition is taken, into that partition.</summary>
    public void Wait(EventRing ring)
    {
        // Counted here before it leaves the ring: never in neither, or the queue would admit one too many.
        Interlocked.Increment(ref Waiting);
        ring.TryDequeue(out var queued);
        Find(queued.Partition)!.Waiting.Enqueue((queued, _arrivals++));
    }

    /// <summary>A delivery of the event in the partition has failed: the partition stays taken until it has been left once more.</summary>
    public void Hold(ulong key) => Find(key)!.Occupants++;

    /// <summary>What was in the partition is done: if nothing else is in it, the next event in it may be taken.</summary>
    public void Leave(ulong key)
    {
        var partition = Find(key)!;
        if (--partition.Occupants == 0)
        {
            if (_held.Remove(key)) _partitions.Add(partition);
            Release(partition);
        }
        else if (_partitions.Remove(partition))
        {
            _held.Add(key, partition);
        }
    }

    /// <summary>Takes the event that has waited longest among those whose partition is free; it has the partition from then on.</summary>
    public bool TryTakeReleased(out QueuedEvent next)
    {
        next = default;
        if (_released == 0) return false;
        var partition = Oldest(releasedOnly: true)!;
        partition.Occupants = 1;
        next = Take(partition);
        return true;
    }

    /// <summary>Takes the event that has waited longest of all, to drop it.</summary>
    public bool TryTakeOldest(out QueuedEvent oldest)
    {
        oldest = default;
        if (Oldest(releasedOnly: false) is not { } partition) return false;
        bool wasReleased = partition.IsReleased;
        oldest = Take(partition);

        // The partition stays released for the next one that waits in it, or is given up.
        if (wasReleased) Release(partition);
        return true;
    }

    /// <summary>Takes everything that waits, the oldest first.</summary>
    public IEnumerable<QueuedEvent> TakeAll()
    {
        while (TryTakeOldest(out var oldest)) yield return oldest;
    }

    private Partition? Find(ulong key)
    {
        foreach (var partition in _partitions)
        {
            if (partition.Key == key) return partition;
        }

        return _held.Count == 0 ? null : _held.GetValueOrDefault(key);
    }

    private void Release(Partition partition)
    {
        if (partition.Waiting.Count > 0)
        {
            partition.IsReleased = true;
            Volatile.Write(ref _released, _released + 1);
            return;
        }

        _partitions.Remove(partition);
        _spare.Push(partition);
    }

    private QueuedEvent Take(Partition partition)
    {
        if (partition.IsReleased)
        {
            partition.IsReleased = false;
            Volatile.Write(ref _released, _released - 1);
        }

        Interlocked.Decrement(ref Waiting);
        return partition.Waiting.Dequeue().Event;
    }

    private Partition? Oldest(bool releasedOnly)
    {
        Partition? oldest = null;
        foreach (var partition in releasedOnly || _held.Count == 0 ? _partitions : _partitions.Concat(_held.Values))
        {
            if (partition.Waiting.Count == 0 || (releasedOnly && !partition.IsReleased)) continue;
            if (oldest is null || partition.Waiting.Peek().Arrival < oldest.Waiting.Peek().Arrival) oldest = partition;
        }

        return oldest;
    }

    private sealed class Partition
    {
        public ulong Key { get; set; }

        /// <summary>The running event, and the failed deliveries that keep later events waiting.</summary>
        public int Occupants { get; set; }

        public Queue<(QueuedEvent Event, long Arrival)> Waiting { get; } = new();

        /// <summary>No event of the partition runs, and one waits.</summary>
        public bool IsReleased { get; set; }
    }
}
