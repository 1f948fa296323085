namespace EventGen;

// How events of handlers get in when nobody would make room for them.
internal sealed partial class EventQueue
{
    // How long no worker may take an event before a handler that waits is no longer believed to wait for one of them alone. In real
    // time: what handlers wait for in one another, such as a lock, stands still on every clock.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // Under _gate. Looks while handlers wait; null otherwise.
    private ITimer? _watch;

    // Under _gate. What was last seen of the oldest handler that waits, and of the events taken.
    private (long Oldest, long Head, int InPartitions) _seen;

    /// <summary>A worker has stopped making room, for it sleeps or waits itself: admits what would wait in vain now.</summary>
    public void AdmitIfNobodyFreesCapacity()
    {
        if (Volatile.Read(ref _waits) == 0) return;
        lock (_gate)
        {
            _ring.Close();
            MoveUp();
            AdmitWhileNobodyMakesRoom(null);
            CountWaiting();
        }

        WakeForWork();
    }

    // Under _gate, with the ring closed, after a full fence. One after the other: the first may already let a worker go on.
    // True when the pending given is among those admitted; its emitter is not told then, for it is about to learn it.
    private bool AdmitWhileNobodyMakesRoom(PendingEnqueue? own)
    {
        while (_pending.HasInside && NextAboveCapacity() is { } pending)
        {
            if (pending != own)
            {
                TryMoveUp(pending);
                continue;
            }

            _pending.Remove(pending);
            _ring.Insist(pending.Event);
            return true;
        }

        return false;
    }

    // Under _gate. The emit to be admitted above the capacity; null while a worker makes room, or will.
    private PendingEnqueue? NextAboveCapacity()
    {
        int waiting = 0;
        bool isRetryWaiting = false;
        foreach (var worker in _runs)
        {
            if (worker.Current is not { IsWaiting: true } run) continue;
            waiting++;
            isRetryWaiting |= run.IsRetry;
        }

        if (waiting == workers) return _pending.FirstInside;

        // A worker that is awake and does not wait takes events, now or when its handlers have returned. One that sleeps does
        // when there is one that it may take.
        if (waiting + Parking.Sleeping < workers || HasWork) return null;

        // All that is queued waits for its key. Where a retry or a publish holds the key, its end makes room, unless it waits for room
        // itself: a publish that does has outlived its run. What has ended since the look above has left work behind.
        bool isHeld = IsHeldByWhatEnds();
        if (HasWork) return null;
        return isRetryWaiting || !isHeld ? _pending.FirstInside : _pending.FirstOutlived;
    }

    private bool IsHeldByWhatEnds()
    {
        using (_ring.KeepReadersOut()) return _partitions.HasWaitingForHeld;
    }

    // Not in the context of the handler that happens to wait.
    private ITimer Watch()
    {
        using (ExecutionContext.SuppressFlow()) return TimeProvider.System.CreateTimer(static queue => ((EventQueue)queue!).CheckForStall(), this, s_patience, s_patience);
    }

    // A handler may wait for another one in ways that the queue cannot see: for a lock that the emitter holds, or for the
    // event that it is about to emit. So when no worker has taken an event between two looks, one emit goes above the capacity.
    private void CheckForStall()
    {
        string? admitted = null;
        lock (_gate)
        {
            var oldest = _pending.FirstInside;
            if (oldest is null && _seen == default)
            {
                _watch?.Dispose();
                _watch = null;
                return;
            }

            var seen = oldest is null ? default : (oldest.Number, _ring.Head, Volatile.Read(ref _partitions.Waiting));
            if (oldest is not null && seen == _seen)
            {
                _ring.Close();
                string eventId = oldest.Event.Owner.EventId;
                if (TryMoveUp(oldest)) admitted = eventId;
                CountWaiting();
            }

            _seen = seen;
        }

        if (admitted is null) return;
        Parking.Wake();
        logger.AdmittedAboveCapacity(admitted, s_patience);
    }
}
