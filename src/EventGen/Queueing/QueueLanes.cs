using System.Runtime.InteropServices;

namespace EventGen;

/// <summary>
/// The lanes in which an event is running, and the events that wait behind it. Under the queue's lock.
/// </summary>
/// <remarks>
/// A lane exists only while a worker runs one of its events, so there are never more lanes than workers. Events wait in
/// a lane in the order in which they stood in line.
/// </remarks>
internal sealed class QueueLanes
{
    private readonly Dictionary<ulong, Lane> _lanes = [];
    private readonly Stack<Lane> _spare = new();
    private long _arrivals;
    private int _released;

    /// <summary>Enters an event's lane; if the lane is taken, the event waits in it.</summary>
    /// <returns>True when the event may run now.</returns>
    public bool TryEnter(in QueuedEvent queued)
    {
        ref var lane = ref CollectionsMarshal.GetValueRefOrAddDefault(_lanes, queued.Lane, out bool taken);
        if (!taken)
        {
            lane = _spare.TryPop(out var spare) ? spare : new Lane();
            return true;
        }

        lane!.Waiting.Enqueue((queued, _arrivals++));
        return false;
    }

    /// <summary>The event that ran in the lane is done: the next one in it may be taken.</summary>
    public void Release(ulong key)
    {
        var lane = _lanes[key];
        if (lane.Waiting.Count > 0)
        {
            lane.IsReleased = true;
            _released++;
            return;
        }

        _lanes.Remove(key);
        _spare.Push(lane);
    }

    /// <summary>Takes the event that has waited longest among those whose lane is free; it has the lane from then on.</summary>
    public bool TryTakeReleased(out QueuedEvent next)
    {
        next = default;
        if (_released == 0) return false;
        next = Take(Oldest(releasedOnly: true)!);
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
        if (wasReleased) Release(oldest.Lane);
        return true;
    }

    /// <summary>Takes everything that waits, the oldest first.</summary>
    public IEnumerable<QueuedEvent> TakeAll()
    {
        while (TryTakeOldest(out var oldest)) yield return oldest;
    }

    private QueuedEvent Take(Lane lane)
    {
        if (lane.IsReleased)
        {
            lane.IsReleased = false;
            _released--;
        }

        return lane.Waiting.Dequeue().Event;
    }

    private Lane? Oldest(bool releasedOnly)
    {
        Lane? oldest = null;
        foreach (var lane in _lanes.Values)
        {
            if (lane.Waiting.Count == 0 || (releasedOnly && !lane.IsReleased)) continue;
            if (oldest is null || lane.Waiting.Peek().Arrival < oldest.Waiting.Peek().Arrival) oldest = lane;
        }

        return oldest;
    }

    private sealed class Lane
    {
        public Queue<(QueuedEvent Event, long Arrival)> Waiting { get; } = new();

        /// <summary>No event of the lane runs, and one waits.</summary>
        public bool IsReleased { get; set; }
    }
}
