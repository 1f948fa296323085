namespace EventGen;

/// <summary>
/// The bounded queue of one bus: admits events, and hands them to workers in the order of admission, those of one lane
/// one after the other. Thread safe.
/// </summary>
/// <remarks>
/// <para>The usual way is the ring, without locks. Behind it, under a lock, stands the backlog: accepted events for which
/// the ring has no room, then emitters that wait for room. While there is a backlog, the ring is closed to all but the
/// holder of the lock, so new events queue up behind it; whoever takes an event from the ring moves the backlog up.</para>
/// <para>An event counts against the capacity from its admission until a worker takes it, whether it is in the ring, in
/// the backlog or waits for its lane.</para>
/// </remarks>
internal sealed class EventQueue(EventBus bus, int capacity, QueueFullMode whenFull, int workers)
{
    // More than this waits in the backlog: a large capacity costs memory only while it is used.
    private const int LargestRing = 4096;

    private static readonly int s_nowhere;

    private readonly EventRing _ring = new(Math.Min(capacity, LargestRing));
    private readonly QueueLanes _lanes = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();

    // Under _gate. Accepted events, in the order of admission.
    private readonly Queue<QueuedEvent> _spilled = new();

    // Under _gate. Emitters that wait for room, in the order of their coming.
    private readonly LinkedList<RoomRequest> _requests = new();

    // Under _gate. Requests to use again, so that waiting for room allocates nothing.
    private readonly Stack<RoomRequest> _spareRequests = new();

    // The number of both, and of the first, written under _gate with a full fence; read without it by workers.
    private int _backlog;
    private int _spill;

    // Written under _gate, Open to Draining to Closed.
    private volatile State _state = State.Open;

    private enum State
    {
        Open,

        /// <summary>Takes only what handlers on workers emit.</summary>
        Draining,

        Closed,
    }

    private enum Admission
    {
        Accepted,
        Full,
        Stopped,
    }

    public int Capacity => capacity;

    /// <summary>How many accepted events no worker has taken yet.</summary>
    public int Length
    {
        get
        {
            // Under both locks nothing moves between ring, lanes and backlog, and the ring's count is of one moment.
            lock (_gate)
            lock (_lanes)
            {
                return _ring.Count + _lanes.Waiting + _spilled.Count;
            }
        }
    }

    public WorkerParking Parking { get; } = new();

    /// <summary>Completes when, after <see cref="BeginDrain"/>, nothing waits, for a worker or for another attempt, and every worker sleeps.</summary>
    public Task Drained => _drained.Task;

    public bool IsClosed => _state == State.Closed;

    /// <summary>True when a worker may find an event.</summary>
    public bool HasWork => _ring.HasNext || Volatile.Read(ref _spill) != 0 || _lanes.HasReleased;

    // Under _gate, with the ring closed: then it can only shrink. The lanes last, so that nothing is missed that moves there.
    private int Waiting => _ring.Count + Volatile.Read(ref _lanes.Waiting) + _spilled.Count;

    // A handler on a worker that waited for room would wait for itself.
    private bool MayWait => !Ambient.OnWorkerOf(bus);

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
            case Admission.Full when whenFull == QueueFullMode.DropNewest:
                queued.Topic.CountDropped();
                return false;
            case Admission.Full when whenFull != QueueFullMode.Wait || !MayWait || !bus.IsStarted:
                throw NoRoom(queued);
            default:
                WaitForRoom(queued).AsTask().GetAwaiter().GetResult();
                return true;
        }
    }

    /// <summary>Admits an event as <see cref="EventBusOptions.WhenQueueFull"/> says.</summary>
    public ValueTask EnqueueAsync(in QueuedEvent queued, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        if (TryEnterOpenRing(queued)) return default;

        // The usual emitter, with its place among those who wait at once.
        if (whenFull == QueueFullMode.Wait && !cancellationToken.CanBeCanceled && MayWait) return WaitForRoom(queued);
        switch (AdmitBehindBacklog(queued, null))
        {
            case Admission.Accepted:
                return default;
            case Admission.Stopped:
                return ValueTask.FromException(Stopped(queued));
            case Admission.Full when whenFull == QueueFullMode.DropNewest:
                queued.Topic.CountDropped();
                return default;
            case Admission.Full when whenFull != QueueFullMode.Wait || !MayWait:
                return ValueTask.FromException(NoRoom(queued));
            default:
                return WaitForRoomAsync(queued, cancellationToken);
        }
    }

    /// <summary>Admits an event that was received, which waits for room however the queue treats those that are emitted.</summary>
    public ValueTask EnqueueReceivedAsync(in QueuedEvent queued, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return TryEnterOpenRing(queued) ? default : WaitForRoomAsync(queued, cancellationToken);
    }

    /// <summary>Takes the next event that may run, for a worker.</summary>
    /// <param name="finished">The lane of the event that the worker has just run, free for its next one from now on; 0 for none.</param>
    /// <param name="taken">The event.</param>
    public bool TryTake(ulong finished, out QueuedEvent taken)
    {
        bool found = TryTakeNext(finished, out taken);
        if (Volatile.Read(ref _backlog) == 0) return found;

        lock (_gate)
        {
            MoveUp();
            CountBacklog();
        }

        Parking.Wake();
        return found || TryTakeNext(0, out taken);
    }

    /// <summary>Admits a failed delivery whose wait is over. It was accepted before, so the capacity does not bound it.</summary>
    /// <returns>False when the queue is closed.</returns>
    public bool Readmit(in QueuedEvent queued)
    {
        lock (_gate)
        {
            if (_state == State.Closed) return false;
            _ring.Close();
            MoveUp();
            Accept(queued);
            CountBacklog();
        }

        Parking.Wake();
        return true;
    }

    /// <summary>Keeps the lane of a running event taken until <see cref="LeaveLane"/>.</summary>
    public void HoldLane(ulong lane)
    {
        lock (_lanes) _lanes.Hold(lane);
    }

    /// <summary>Ends what <see cref="HoldLane"/> began.</summary>
    public void LeaveLane(ulong lane)
    {
        lock (_lanes) _lanes.Leave(lane);
        Parking.Wake();
    }

    /// <summary>Takes back a request that has been answered.</summary>
    public void TakeBack(RoomRequest request)
    {
        lock (_gate) _spareRequests.Push(request);
    }

    /// <summary>Refuses events from outside; emitters that wait for room are refused too.</summary>
    public void BeginDrain()
    {
        lock (_gate)
        {
            if (_state != State.Open) return;
            _state = State.Draining;
            foreach (var request in _requests) request.Refuse(Stopped(request.Event));
            _requests.Clear();
            CountBacklog();
        }

        EndDrainIfIdle();
    }

    /// <summary>Ends the drain if nothing waits and every worker sleeps: then nothing can come any more.</summary>
    public void EndDrainIfIdle()
    {
        // In this order: after the first nothing comes from outside any more, after the third nothing from inside. What waits for
        // another attempt is asked for before, for it may come to the queue, and after, for a worker may have made it wait.
        if (_state == State.Draining && !bus.Retries.HasPending && Length == 0 && Parking.Sleeping == workers && !bus.Retries.HasPending)
            _drained.TrySetResult();
    }

    /// <summary>Ends the drain, finished or not.</summary>
    /// <returns>The events that no worker has taken, the oldest first.</returns>
    public IReadOnlyList<QueuedEvent> Close()
    {
        List<QueuedEvent> left = [];
        lock (_gate)
        {
            _state = State.Closed;
            _ring.Close();

            // No worker between ring and lane meanwhile.
            lock (_lanes)
            {
                left.AddRange(_lanes.TakeAll());
                var spinner = new SpinWait();
                while (_ring.Count > 0)
                {
                    // An emitter that was in time may still be writing its event.
                    if (_ring.TryDequeue(out var queued)) left.Add(queued);
                    else spinner.SpinOnce();
                }
            }

            left.AddRange(_spilled);
            _spilled.Clear();
            CountBacklog();
        }

        Parking.WakeAll();
        return left;
    }

    private Admission Admit(in QueuedEvent queued) =>
        TryEnterOpenRing(queued) ? Admission.Accepted : AdmitBehindBacklog(queued, null);

    private bool TryEnterOpenRing(in QueuedEvent queued)
    {
        if (!_ring.TryEnqueue(queued, capacity, in _lanes.Waiting)) return false;
        Parking.Wake();
        return true;
    }

    private Admission AdmitBehindBacklog(in QueuedEvent queued, RoomRequest? request)
    {
        bool accepted;
        lock (_gate)
        {
            if (_state != State.Open && !(_state == State.Draining && Ambient.OnWorkerOf(bus))) return Admission.Stopped;

            // From here to the count of the backlog nobody else adds an event, and those that wait come first.
            _ring.Close();
            MoveUp();
            accepted = (_requests.Count == 0 && Waiting < capacity) || HasRoomForHandlers();
            if (!accepted && request is null && whenFull == QueueFullMode.DropOldest)
            {
                MakeRoom();
                accepted = true;
            }

            if (accepted)
            {
                Accept(queued);
            }
            else if (request is not null)
            {
                request.Place(queued, _requests);
                CountBacklog();
                MoveUp();   // a worker may have made room just before it could see the request
            }

            CountBacklog();
        }

        Parking.Wake();
        return accepted ? Admission.Accepted : Admission.Full;
    }

    // Where an emitter would wait, a handler cannot: its events may take as much again, for they must go somewhere.
    private bool HasRoomForHandlers() => whenFull == QueueFullMode.Wait && Waiting < 2 * capacity && Ambient.OnWorkerOf(bus);

    private ValueTask WaitForRoom(in QueuedEvent queued)
    {
        RoomRequest request;
        lock (_gate) request = _spareRequests.TryPop(out var spare) ? spare : new RoomRequest(this);
        var admission = AdmitBehindBacklog(queued, request);
        if (admission == Admission.Full) return request.Admitted;
        TakeBack(request);
        return admission == Admission.Accepted ? default : ValueTask.FromException(Stopped(queued));
    }

    private async ValueTask WaitForRoomAsync(QueuedEvent queued, CancellationToken cancellationToken)
    {
        // Used once: its token may be cancelled as late as it has been answered.
        var request = new RoomRequest(owner: null);
        switch (AdmitBehindBacklog(queued, request))
        {
            case Admission.Accepted:
                return;
            case Admission.Stopped:
                throw Stopped(queued);
        }

        // Cancelled or admitted, never both: whoever takes the request off the list decides.
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (queue, request) = ((EventQueue, RoomRequest))state!;
                if (queue.Withdraw(request)) request.Refuse(new OperationCanceledException(token));
            },
            (this, request));
        await request.Admitted.ConfigureAwait(false);
    }

    private bool Withdraw(RoomRequest request)
    {
        lock (_gate)
        {
            if (!request.IsPending) return false;
            _requests.Remove(request.Node!);
            CountBacklog();
            return true;
        }
    }

    // Under _gate, with the ring closed: the backlog's events into the ring, its requests among the accepted, as far as there
    // is room. The backlog is counted, and workers are woken, by the caller.
    private void MoveUp()
    {
        while (_spilled.TryPeek(out var first) && TryEnterClosedRing(first)) _spilled.Dequeue();
        while (_requests.First is { } first && Waiting < capacity)
        {
            _requests.RemoveFirst();
            Accept(first.Value.Event);
            first.Value.Admit();   // its continuation runs elsewhere, not under the lock
        }
    }

    // Under _gate, with the ring closed: drops the oldest until there is room for one.
    private void MakeRoom()
    {
        var spinner = new SpinWait();
        while (Waiting >= capacity)
        {
            // The oldest may not be written to its end yet.
            if (TryTakeOldest(out var oldest)) oldest.Topic.Drop(oldest);
            else spinner.SpinOnce();
        }
    }

    // Under _gate, with the ring closed.
    private void Accept(in QueuedEvent queued)
    {
        if (_spilled.Count > 0 || !TryEnterClosedRing(queued)) _spilled.Enqueue(queued);
    }

    // Whether there is room in all has been decided before.
    private bool TryEnterClosedRing(in QueuedEvent queued) => _ring.TryEnqueue(queued, int.MaxValue, in s_nowhere, evenIfClosed: true);

    // Under _gate. With a full fence: who is counted here looks for room, or for a worker, afterwards. Opens the ring when
    // there is no backlog left.
    private void CountBacklog()
    {
        Volatile.Write(ref _spill, _spilled.Count);
        Interlocked.Exchange(ref _backlog, _spilled.Count + _requests.Count);
        if (_backlog != 0 || _state != State.Open) _ring.Close();
        else _ring.Open();
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
        lock (_lanes)
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

    private bool TryTakeOldest(out QueuedEvent oldest)
    {
        lock (_lanes) return _lanes.TryTakeOldest(out oldest) || _ring.TryDequeue(out oldest) || _spilled.TryDequeue(out oldest);
    }

    private EventQueueFullException NoRoom(in QueuedEvent queued) => new(queued.Topic.Descriptor.Id, capacity, (whenFull, bus.IsStarted) switch
    {
        (QueueFullMode.Wait, false) => "The bus has not been started, so nothing makes room: call StartAsync first.",
        (QueueFullMode.Wait, true) => "A handler cannot wait for room, and handlers have filled the queue to twice its capacity: emit fewer events from handlers, or raise QueueCapacity.",
        _ => "Emit more slowly, raise QueueCapacity or Workers, or choose another WhenQueueFull.",
    });

    private static EventBusStoppedException Stopped(in QueuedEvent queued) => new(queued.Topic.Descriptor.Id);
}
