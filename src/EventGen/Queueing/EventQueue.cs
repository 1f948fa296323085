namespace EventGen;

/// <summary>
/// The bounded queue of one bus: admits events, hands them to workers in the order of admission, and keeps the events
/// of one lane one after the other. Thread safe.
/// </summary>
/// <remarks>
/// One lock guards everything; no user code runs under it, and nothing waits in it. An event counts against the
/// capacity from its admission until a worker takes it, whether it stands in line or waits for its lane.
/// </remarks>
internal sealed class EventQueue(EventBus bus, int capacity, QueueFullMode whenFull)
{
    private readonly object _gate = new();

    // All below: under _gate.
    private readonly Queue<QueuedEvent> _line = new();
    private readonly QueueLanes _lanes = new();
    private readonly LinkedList<RoomRequest> _requests = new();
    private readonly Stack<WorkerSignal> _idle = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private int _running;
    private State _state = State.Open;

    private enum State
    {
        Open,

        /// <summary>Takes only what handlers on workers emit; ends when nothing waits or runs.</summary>
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
            lock (_gate) return _waiting;
        }
    }

    /// <summary>How many events workers have taken and not completed.</summary>
    public int Running
    {
        get
        {
            lock (_gate) return _running;
        }
    }

    /// <summary>Completes when, after <see cref="BeginDrain"/>, nothing waits or runs any more.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Admits an event or says why not, without waiting.</summary>
    /// <returns>False when the queue is full.</returns>
    /// <exception cref="EventBusStoppedException">The queue takes no more events.</exception>
    public bool TryEnqueue(in QueuedEvent queued) => Admit(queued, null) switch
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
        if (whenFull != QueueFullMode.Wait) return AdmitOrRefuse(queued);

        var request = MayWait ? new RoomRequest(queued) : null;
        switch (Admit(queued, request))
        {
            case Admission.Accepted:
                return true;
            case Admission.Stopped:
                throw Stopped(queued);
            case Admission.Full when request is null || (!bus.IsStarted && Withdraw(request)):
                throw NoRoom(queued);
            default:
                request!.Admitted.GetAwaiter().GetResult();
                return true;
        }
    }

    /// <summary>Admits an event as <see cref="EventBusOptions.WhenQueueFull"/> says.</summary>
    public ValueTask EnqueueAsync(in QueuedEvent queued, CancellationToken cancellationToken)
    {
        try
        {
            if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
            if (whenFull != QueueFullMode.Wait)
            {
                AdmitOrRefuse(queued);
                return default;
            }

            return Admit(queued, null) switch
            {
                Admission.Accepted => default,
                Admission.Stopped => throw Stopped(queued),
                _ => MayWait ? WaitForRoomAsync(queued, cancellationToken) : throw NoRoom(queued),
            };
        }
        catch (InvalidOperationException refusal)
        {
            return ValueTask.FromException(refusal);
        }
    }

    /// <summary>Takes the next event for a worker.</summary>
    /// <param name="signal">Set when there may be one, if there is none now.</param>
    /// <param name="taken">The event; the worker says <see cref="Complete"/> when it has run.</param>
    public TakeResult Take(WorkerSignal signal, out QueuedEvent taken)
    {
        RoomRequest? admitted = null;
        WorkerSignal? wake = null;
        lock (_gate)
        {
            if (!TryTakeNext(out taken))
            {
                if (_state == State.Closed) return TakeResult.Closed;
                signal.Reset();
                _idle.Push(signal);
                return TakeResult.Empty;
            }

            _waiting--;
            _running++;
            if (_requests.First is { } first && _waiting < capacity)
            {
                _requests.RemoveFirst();
                admitted = first.Value;
                admitted.Node = null;
                wake = Append(admitted.Event);
            }
        }

        wake?.Set();
        admitted?.Admit();
        return TakeResult.Taken;
    }

    /// <summary>Says that an event has run. The worker takes another at once, so the lane's next needs no wake-up.</summary>
    public void Complete(in QueuedEvent done)
    {
        lock (_gate)
        {
            _running--;
            if (done.Lane != 0) _lanes.Release(done.Lane);
            EndDrainIfEmpty();
        }
    }

    /// <summary>Refuses events from outside; those that wait for room are refused too.</summary>
    public void BeginDrain()
    {
        RoomRequest[] refused;
        lock (_gate)
        {
            if (_state != State.Open) return;
            _state = State.Draining;
            refused = [.. _requests];
            _requests.Clear();
            foreach (var request in refused) request.Node = null;
            EndDrainIfEmpty();
        }

        foreach (var request in refused) request.Refuse(Stopped(request.Event));
    }

    /// <summary>Ends the drain, finished or not.</summary>
    /// <returns>The events that no worker has taken, the oldest first.</returns>
    public IReadOnlyList<QueuedEvent> Close()
    {
        WorkerSignal[] idle;
        List<QueuedEvent> left;
        lock (_gate)
        {
            _state = State.Closed;
            left = [.. _lanes.TakeAll(), .. _line];
            _line.Clear();
            _waiting = 0;
            idle = TakeIdle();
        }

        foreach (var signal in idle) signal.Set();
        return left;
    }

    // A handler on a worker that waited for room would wait for itself.
    private bool MayWait => !Ambient.OnWorkerOf(bus);

    // Under Wait, a handler's events may take as much again: what it emits must go somewhere.
    private int Limit(bool onWorker) => onWorker && whenFull == QueueFullMode.Wait ? 2 * capacity : capacity;

    private bool AdmitOrRefuse(in QueuedEvent queued)
    {
        switch (Admit(queued, null))
        {
            case Admission.Accepted:
                return true;
            case Admission.Stopped:
                throw Stopped(queued);
            default:
                if (whenFull == QueueFullMode.Reject) throw NoRoom(queued);
                queued.Topic.CountDropped();
                return false;
        }
    }

    private Admission Admit(in QueuedEvent queued, RoomRequest? request)
    {
        bool onWorker = Ambient.OnWorkerOf(bus);
        int limit = Limit(onWorker);
        WorkerSignal? wake;
        QueuedEvent dropped = default;
        lock (_gate)
        {
            if (_state == State.Closed || (_state == State.Draining && !onWorker)) return Admission.Stopped;
            if (_waiting >= limit)
            {
                if (whenFull != QueueFullMode.DropOldest)
                {
                    if (request is not null) request.Node = _requests.AddLast(request);
                    return Admission.Full;
                }

                dropped = TakeOldest();
                _waiting--;
            }

            wake = Append(queued);
        }

        wake?.Set();
        dropped.Topic?.CountDropped();
        return Admission.Accepted;
    }

    private async ValueTask WaitForRoomAsync(QueuedEvent queued, CancellationToken cancellationToken)
    {
        var request = new RoomRequest(queued);
        switch (Admit(queued, request))
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
                if (queue.Withdraw(request)) request.Cancel(token);
            },
            (this, request));
        await request.Admitted.ConfigureAwait(false);
    }

    private bool Withdraw(RoomRequest request)
    {
        lock (_gate)
        {
            if (request.Node is null) return false;
            _requests.Remove(request.Node);
            request.Node = null;
            return true;
        }
    }

    private WorkerSignal? Append(in QueuedEvent queued)
    {
        _line.Enqueue(queued);
        _waiting++;
        return _idle.TryPop(out var signal) ? signal : null;
    }

    private bool TryTakeNext(out QueuedEvent next)
    {
        // What waited for its lane is older than the whole line.
        if (_lanes.TryTakeReleased(out next)) return true;
        while (_line.TryDequeue(out next))
        {
            if (next.Lane == 0 || _lanes.TryEnter(next)) return true;
        }

        return false;
    }

    private QueuedEvent TakeOldest() => _lanes.TryTakeOldest(out var oldest) ? oldest : _line.Dequeue();

    private void EndDrainIfEmpty()
    {
        if (_state == State.Draining && _waiting == 0 && _running == 0) _drained.TrySetResult();
    }

    private WorkerSignal[] TakeIdle()
    {
        WorkerSignal[] idle = [.. _idle];
        _idle.Clear();
        return idle;
    }

    private EventQueueFullException NoRoom(in QueuedEvent queued) => new(queued.Topic.Descriptor.Id, capacity, (whenFull, bus.IsStarted) switch
    {
        (QueueFullMode.Wait, false) => "The bus has not been started, so nothing makes room: call StartAsync first.",
        (QueueFullMode.Wait, true) => "A handler cannot wait for room, and handlers have filled the queue to twice its capacity: emit fewer events from handlers, or raise QueueCapacity.",
        _ => "Emit more slowly, raise QueueCapacity or Workers, or choose another WhenQueueFull.",
    });

    private static EventBusStoppedException Stopped(in QueuedEvent queued) => new(queued.Topic.Descriptor.Id);
}
