using System.Runtime.CompilerServices;

namespace EventGen;

// How an event gets in, or learns that it does not.
internal sealed partial class EventQueue
{
    // How long an emitter looks for room before it waits.
    private const int SpinRounds = 24;

    // 1 while an emitter looks for room. Interlocked to set, by its holder to clear.
    private int _spinning;

    // Used by the emitter that looks for room.
    private readonly SpinBudget _capacitySpins = new(SpinRounds);

    private enum Admission
    {
        Accepted,
        Full,
        Stopped,
    }

    /// <summary>Admits an event or says why not, without waiting.</summary>
    /// <returns>False when the queue is full.</returns>
    /// <exception cref="EventBusStoppedException">The queue takes no more events.</exception>
    public bool TryEnqueue(in QueuedEvent queued) => Admit(queued) switch
    {
        Admission.Accepted => true,
        Admission.Full => false,
        _ => throw Stopped(queued),
    };

    /// <summary>Admits an event as <see cref="EventBusOptions.WhenQueueFull"/> says, blocking the thread where that is to wait.</summary>
    /// <returns>False when the event was dropped.</returns>
    /// <exception cref="EventBusStoppedException">The queue takes no more events.</exception>
    /// <exception cref="EventQueueFullException">There is no room, and nothing would make any.</exception>
    public bool Enqueue(in QueuedEvent queued)
    {
        switch (Admit(queued))
        {
            case Admission.Accepted:
                return true;
            case Admission.Stopped:
                throw Stopped(queued);
            case Admission.Full when whenFull == QueueFullMode.DropWrite:
                queued.Owner.Drop(queued);
                return false;
            case Admission.Full when whenFull != QueueFullMode.Wait || !_isWorkedOn:
                throw QueueFull(queued);
            default:
                WaitForCapacity(queued, isBlocking: true).AsTask().GetAwaiter().GetResult();
                return true;
        }
    }

    /// <summary>Admits an event as <see cref="EventBusOptions.WhenQueueFull"/> says.</summary>
    /// <param name="queued">The event.</param>
    /// <param name="accepted">Completed before the call; stays as it is where the event is admitted at once, else completes when it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public void Enqueue(in QueuedEvent queued, ref ValueTask accepted, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested || !TryEnterOpenRing(queued)) accepted = EnqueueSlowlyAsync(queued, cancellationToken);
    }

    /// <summary>Admits an event that was received, which waits for room however the queue treats those that are emitted.</summary>
    public ValueTask EnqueueReceivedAsync(in QueuedEvent queued, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return TryEnterOpenRing(queued) ? default : WaitForCapacityAsync(queued, cancellationToken);
    }

    /// <summary>Admits a failed delivery whose wait is over. It was accepted before, so the capacity does not bound it.</summary>
    /// <returns>False when the queue is closed.</returns>
    /// <exception cref="OutOfMemoryException">The queue would have to grow, and there is no memory for it.</exception>
    public bool Readmit(in QueuedEvent queued)
    {
        lock (_gate)
        {
            if (_state == State.Closed) return false;
            _ring.Close();
            try
            {
                MoveUp();
                _ring.Insist(queued);
            }
            finally
            {
                CountWaiting();
            }
        }

        Parking.Wake();
        return true;
    }

    /// <summary>Takes back a pending that has been answered.</summary>
    public void TakeBack(PendingEnqueue pending)
    {
        lock (_gate) _sparePending.Push(pending);
    }

    // Apart, so that the usual way is short.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask EnqueueSlowlyAsync(in QueuedEvent queued, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        if (SpinForCapacity() && TryEnterOpenRing(queued)) return default;

        // The usual emitter, with its place among those who wait at once.
        if (whenFull == QueueFullMode.Wait && !cancellationToken.CanBeCanceled) return WaitForCapacity(queued, isBlocking: false);
        switch (AdmitBehindWaiting(queued, null))
        {
            case Admission.Accepted:
                return default;
            case Admission.Stopped:
                return ValueTask.FromException(Stopped(queued));
            case Admission.Full when whenFull == QueueFullMode.DropWrite:
                queued.Owner.Drop(queued);
                return default;
            case Admission.Full when whenFull != QueueFullMode.Wait:
                return ValueTask.FromException(QueueFull(queued));
            default:
                return WaitForCapacityAsync(queued, cancellationToken);
        }
    }

    private Admission Admit(in QueuedEvent queued) =>
        TryEnterOpenRing(queued) ? Admission.Accepted : AdmitBehindWaiting(queued, null);

    private bool TryEnterOpenRing(in QueuedEvent queued)
    {
        if (!_ring.TryEnqueue(queued, capacity, in _partitions.Waiting, out long position, out long waiting)) return false;
        if (_saturation.IsToBeNoted(position, waiting)) _saturation.Note(_ring.CountForWriters() + Volatile.Read(ref _partitions.Waiting) > _saturation.Mark);
        Parking.Wake();
        return true;
    }

    // Where handlers are short, room comes within nanoseconds, and waiting for it properly costs microseconds for both sides.
    // So one emitter at a time looks for it first, for some microseconds at most; until there is room for several, or it
    // would go on in step with the worker, each event a quarrel over the same cache lines. False where nobody would make room.
    private bool SpinForCapacity()
    {
        if (whenFull != QueueFullMode.Wait || Volatile.Read(ref _waits) != 0 || _state != State.Open || !_isWorkedOn) return false;
        if (workers == 1 && IsOnOwnWorker) return false;
        if (Interlocked.Exchange(ref _spinning, 1) != 0) return false;
        bool found = false;
        int enough = Math.Max(1, capacity / 8);
        for (int i = _capacitySpins.Next(); i > 0 && !found; i--)
        {
            SpinBudget.SpinOneRound();
            if (Volatile.Read(ref _waits) != 0) break;
            found = capacity - _ring.Count - Volatile.Read(ref _partitions.Waiting) >= enough;
        }

        _capacitySpins.Note(found);
        Volatile.Write(ref _spinning, 0);
        return true;
    }

    private Admission AdmitBehindWaiting(in QueuedEvent queued, PendingEnqueue? pending)
    {
        bool accepted, isSaturated;
        lock (_gate)
        {
            if (_state != State.Open && !(_state == State.Draining && IsOnOwnWorker)) return Admission.Stopped;

            // From here to the count of those that wait nobody else adds an event, and those that wait come first.
            _ring.Close();
            try
            {
                accepted = AdmitUnderGate(queued, pending);
            }
            finally
            {
                CountWaiting();
            }

            isSaturated = Waiting > _saturation.Mark;
        }

        _saturation.Note(isSaturated);
        WakeForWork();
        if (accepted) return Admission.Accepted;
        if (pending?.Run?.Queue is { } own && own != this) own.AdmitIfNobodyFreesCapacity();   // its workers have one less that goes on
        return Admission.Full;
    }

    // With the ring closed.
    private bool AdmitUnderGate(in QueuedEvent queued, PendingEnqueue? pending)
    {
        MoveUp();
        bool accepted = _pending.Count == 0 && Waiting < capacity;
        if (!accepted && pending is null && whenFull == QueueFullMode.DropOldest)
        {
            DropOldest();
            accepted = true;
        }

        if (accepted)
        {
            _ring.Insist(queued);
        }
        else if (pending is not null)
        {
            _pending.Add(pending);
            CountWaiting();
            MoveUp();   // a worker may have made room just before it could see the pending
            accepted = AdmitWhileNobodyMakesRoom(pending);
            if (_pending.HasInside) _watch ??= Watch();
        }

        return accepted;
    }

    private ValueTask WaitForCapacity(in QueuedEvent queued, bool isBlocking)
    {
        PendingEnqueue pending;
        lock (_gate) pending = _sparePending.TryPop(out var spare) ? spare : new PendingEnqueue(this);
        pending.Fill(queued, WorkerRun.OfCaller, isBlocking);
        var admission = AdmitBehindWaiting(queued, pending);
        if (admission == Admission.Full) return pending.Admitted;
        pending.Clear();
        TakeBack(pending);
        return admission == Admission.Accepted ? default : ValueTask.FromException(Stopped(queued));
    }

    private async ValueTask WaitForCapacityAsync(QueuedEvent queued, CancellationToken cancellationToken)
    {
        // Used once: its token may be cancelled as late as it has been answered.
        var pending = new PendingEnqueue(owner: null);
        pending.Fill(queued, WorkerRun.OfCaller, isBlocking: false);
        switch (AdmitBehindWaiting(queued, pending))
        {
            case Admission.Accepted:
                return;
            case Admission.Stopped:
                throw Stopped(queued);
        }

        // Cancelled or admitted, never both: whoever takes the pending off the list decides.
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (queue, pending) = ((EventQueue, PendingEnqueue))state!;
                if (queue.Withdraw(pending)) pending.Refuse(new OperationCanceledException(token));
            },
            (this, pending));
        await pending.Admitted.ConfigureAwait(false);
    }

    private bool Withdraw(PendingEnqueue pending)
    {
        lock (_gate)
        {
            if (!pending.IsPending) return false;
            _pending.Remove(pending);
            CountWaiting();
            return true;
        }
    }

    private EventQueueFullException QueueFull(in QueuedEvent queued) => new(queued.Owner.EventId, capacity, (whenFull, _isWorkedOn) switch
    {
        (QueueFullMode.Wait, false) => "The bus has not been started, so nothing makes room: call StartAsync first.",
        _ => "Emit more slowly, raise QueueCapacity or Workers, or choose another WhenQueueFull.",
    });

    private static EventBusStoppedException Stopped(in QueuedEvent queued) => new(queued.Owner.EventId);
}
