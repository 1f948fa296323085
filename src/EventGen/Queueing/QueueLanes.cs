namespace EventGen;

/// <summary>
/// The lanes in which an event is running, and the events that wait behind it. Under <see cref="Gate"/>, which the
/// queue holds, but for <see cref="Waiting"/> and <see cref="HasReleased"/>, which may be read without it.
/// </summary>
/// <remarks>
/// A lane exists only while something is in it: an event that a worker runs or is about to, or failed deliveries that wait for
/// their next attempt. There are never more lanes with a running event than workers, few enough to look through; those in
/// which only failed deliveries wait are looked up. Events wait in a lane in the order in which they were admitted.
/// </remarks>
internal sealed class QueueLanes
{
    /// <summary>Held by the queue.</summary>
    public readonly Gate Gate = new();

    private readonly List<Lane> _lanes = [];

    // In which no event runs, but a failed delivery waits.
    private readonly Dictionary<ulong, Lane> _held = [];
    private readonly Stack<Lane> _spare = new();
    private long _arrivals;
    private int _released;

    /// <summary>How many events wait for their lane. Changed with a full fence.</summary>
    public int Waiting;

    /// <summary>True when an event's lane has become free.</summary>
    public bool HasReleased => Volatile.Read(ref _released) != 0;

    /// <summary>True when events wait for a lane in which no event runs: a retry or a publish holds it.</summary>
    public bool HasWaitingForHeld => Waiting > _lanes.Sum(static lane => lane.Waiting.Count);

    /// <summary>Enters a lane, if no event is in it.</summary>
    public bool TryEnter(ulong key)
    {
        if (Find(key) is not null) return false;
        var lane = _spare.TryPop(out var spare) ? spare : new Lane();
        lane.Key = key;
        lane.Occupants = 1;
        _lanes.Add(lane);
        return true;
    }

    /// <summary>Moves the ring's oldest event, whose lane is taken, into that lane.</summary>
    public void Wait(EventRing ring)
    {
        // Counted here before it leaves the ring: never in neither, or the queue would admit one too many.
        Interlocked.Increment(ref Waiting);
        ring.TryDequeue(out var queued);
        Find(queued.Lane)!.Waiting.Enqueue((queued, _arrivals++));
    }

    /// <summary>A delivery of the event in the lane has failed: the lane stays taken until it has been left once more.</summary>
    public void Hold(ulong key) => Find(key)!.Occupants++;

    /// <summary>What was in the lane is done: if nothing else is in it, the next event in it may be taken.</summary>
    public void Leave(ulong key)
    {
        var lane = Find(key)!;
        if (--lane.Occupants == 0)
        {
            if (_held.Remove(key)) _lanes.Add(lane);
            Release(lane);
        }
        else if (_lanes.Remove(lane))
        {
            _held.Add(key, lane);
        }
    }

    /// <summary>Takes the event that has waited longest among those whose lane is free; it has the lane from then on.</summary>
    public bool TryTakeReleased(out QueuedEvent next)
    {
        next = default;
        if (_released == 0) return false;
        var lane = Oldest(releasedOnly: true)!;
        lane.Occupants = 1;
        next = Take(lane);
        return true;
    }

    /// <summary>Takes the event that has waited longest of all, to drop it.</summary>
    public bool TryTakeOldest(out QueuedEvent oldest)
    {
        oldest = default;
        if (Oldest(releasedOnly: false) is not { } lane) return false;
        bool wasReleased = lane.IsReleased;
        oldest = Take(lane);

        // The lane stays released for the next one that waits in it, or is given up.
        if (wasReleased) Release(lane);
        return true;
    }

    /// <summary>Takes everything that waits, the oldest first.</summary>
    public IEnumerable<QueuedEvent> TakeAll()
    {
        while (TryTakeOldest(out var oldest)) yield return oldest;
    }

    private Lane? Find(ulong key)
    {
        foreach (var lane in _lanes)
        {
            if (lane.Key == key) return lane;
        }

        return _held.Count == 0 ? null : _held.GetValueOrDefault(key);
    }

    private void Release(Lane lane)
    {
        if (lane.Waiting.Count > 0)
        {
            lane.IsReleased = true;
            Volatile.Write(ref _released, _released + 1);
            return;
        }

        _lanes.Remove(lane);
        _spare.Push(lane);
    }

    private QueuedEvent Take(Lane lane)
    {
        if (lane.IsReleased)
        {
            lane.IsReleased = false;
            Volatile.Write(ref _released, _released - 1);
        }

        Interlocked.Decrement(ref Waiting);
        return lane.Waiting.Dequeue().Event;
    }

    private Lane? Oldest(bool releasedOnly)
    {
        Lane? oldest = null;
        foreach (var lane in releasedOnly || _held.Count == 0 ? _lanes : _lanes.Concat(_held.Values))
        {
            if (lane.Waiting.Count == 0 || (releasedOnly && !lane.IsReleased)) continue;
            if (oldest is null || lane.Waiting.Peek().Arrival < oldest.Waiting.Peek().Arrival) oldest = lane;
        }

        return oldest;
    }

    private sealed class Lane
    {
        public ulong Key { get; set; }

        /// <summary>The running event, and the failed deliveries that keep later events waiting.</summary>
        public int Occupants { get; set; }

        public Queue<(QueuedEvent Event, long Arrival)> Waiting { get; } = new();

        /// <summary>No event of the lane runs, and one waits.</summary>
        public bool IsReleased { get; set; }
    }
}
