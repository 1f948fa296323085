namespace EventGen;

// How a worker gets the next event.
internal sealed partial class EventQueue
{
    /// <summary>Takes the next event that may run, for a worker.</summary>
    /// <param name="finished">The partition of the event that the worker has just run, free for its next one from now on; 0 for none.</param>
    /// <param name="taken">The event.</param>
    public bool TryTake(ulong finished, out QueuedEvent taken)
    {
        bool found = TryTakeNext(finished, out taken);
        if (Volatile.Read(ref _backlog) == 0) return found;

        bool isSaturated;
        lock (_gate)
        {
            MoveUp();
            CountBacklog();
            isSaturated = Waiting > _saturation.Mark;
        }

        _saturation.Note(isSaturated);
        Parking.Wake();
        return found || TryTakeNext(0, out taken);
    }

    /// <summary>Keeps the partition of a running event taken until <see cref="LeavePartition"/>.</summary>
    public void HoldPartition(ulong partition)
    {
        lock (_partitions.Gate) _partitions.Hold(partition);
    }

    /// <summary>Ends what <see cref="HoldPartition"/> began.</summary>
    public void LeavePartition(ulong partition)
    {
        lock (_partitions.Gate) _partitions.Leave(partition);
        Parking.Wake();
    }

    private bool TryTakeNext(ulong finished, out QueuedEvent next)
    {
        // Events without a partition come first only where no partition's event is older; those of the partitions are older than the whole ring.
        if (finished == 0 && !_partitions.HasReleased)
        {
            if (_ring.TryDequeueUnpartitioned(out next, out ulong head)) return true;
            if (head == 0) return false;
        }

        // Taking an event and entering its partition is one step, or a later event of the partition could enter first: events that
        // have a partition leave the ring under this lock only.
        lock (_partitions.Gate)
        {
            if (finished != 0) _partitions.Leave(finished);
            if (_partitions.TryTakeReleased(out next)) return true;
            while (!_ring.TryDequeueUnpartitioned(out next, out ulong partition))
            {
                if (partition == 0) return false;
                if (_partitions.TryEnter(partition)) return _ring.TryDequeue(out next);
                _partitions.Wait(_ring);
            }

            return true;
        }
    }
}
