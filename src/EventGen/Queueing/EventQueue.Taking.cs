namespace EventGen;

// How a worker gets the next event.
internal sealed partial class EventQueue
{
    /// <summary>Takes the next event that may run, for a worker.</summary>
    /// <param name="finished">The lane of the event that the worker has just run, free for its next one from now on; 0 for none.</param>
    /// <param name="taken">The event.</param>
    public bool TryTake(ulong finished, out QueuedEvent taken)
    {
        bool found = TryTakeNext(finished, out taken);
        if (Volatile.Read(ref _backlog) == 0) return found;

        bool isCrowded;
        lock (_gate)
        {
            MoveUp();
            CountBacklog();
            isCrowded = Waiting > _crowding.Mark;
        }

        _crowding.Note(isCrowded);
        Parking.Wake();
        return found || TryTakeNext(0, out taken);
    }

    /// <summary>Keeps the lane of a running event taken until <see cref="LeaveLane"/>.</summary>
    public void HoldLane(ulong lane)
    {
        lock (_lanes.Gate) _lanes.Hold(lane);
    }

    /// <summary>Ends what <see cref="HoldLane"/> began.</summary>
    public void LeaveLane(ulong lane)
    {
        lock (_lanes.Gate) _lanes.Leave(lane);
        Parking.Wake();
    }

    private bool TryTakeNext(ulong finished, out QueuedEvent next)
    {
        // Events without a lane come first only where no lane's event is older; those of the lanes are older than the whole ring.
        if (finished == 0 && !_lanes.HasReleased)
        {
            if (_ring.TryDequeueWithoutLane(out next, out ulong head)) return true;
            if (head == 0) return false;
        }

        // Taking an event and entering its lane is one step, or a later event of the lane could enter first: events that
        // have a lane leave the ring under this lock only.
        lock (_lanes.Gate)
        {
            if (finished != 0) _lanes.Leave(finished);
            if (_lanes.TryTakeReleased(out next)) return true;
            while (!_ring.TryDequeueWithoutLane(out next, out ulong lane))
            {
                if (lane == 0) return false;
                if (_lanes.TryEnter(lane)) return _ring.TryDequeue(out next);
                _lanes.Wait(_ring);
            }

            return true;
        }
    }
}
