namespace EventGen;

/// <summary>
/// The bounded queue of one bus: admits events, and hands them to workers in the order of admission, those of one partition
/// one after the other. Thread safe.
/// </summary>
/// <remarks>
/// <para>The usual way is the ring, without locks. Behind it, under a lock, stands the backlog: accepted events for which
/// the ring has no room, then emitters that wait for room. While there is a backlog, the ring is closed to all but the
/// holder of the lock, so new events queue up behind it; whoever takes an event from the ring moves the backlog up.</para>
/// <para>An event counts against the capacity from its admission until a worker takes it, whether it is in the ring, in
/// the backlog or waits for its partition.</para>
/// </remarks>
internal sealed partial class EventQueue(EventBus bus, int capacity, QueueFullMode whenFull, int workers)
{
    // More than this waits in the backlog: a large capacity costs memory only while it is used.
    private const int LargestRing = 4096;

    private static readonly int s_nowhere;

    private readonly QueueSaturation _saturation = new(bus.Time, capacity);
    private readonly EventRing _ring = new(Math.Min(capacity, LargestRing));
    private readonly QueuePartitions _partitions = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Gate _gate = new();

    // Under _gate. Accepted events, in the order of admission.
    private readonly Queue<QueuedEvent> _spilled = new();

    // Under _gate. Emitters that wait for room.
    private readonly PendingEnqueues _pending = new();

    // Under _gate. Requests to use again, so that waiting for room allocates nothing.
    private readonly Stack<PendingEnqueue> _sparePending = new();

    // Filled while the bus is made, one for each worker.
    private readonly List<WorkerRuns> _runs = new(workers);

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

    public int Capacity => capacity;

    /// <summary>How many accepted events no worker has taken yet.</summary>
    public int Length
    {
        get
        {
            // Under both locks nothing moves between ring, partitions and backlog, and the ring's count is of one moment.
            lock (_gate)
            lock (_partitions.Gate)
            {
                return _ring.Count + _partitions.Waiting + _spilled.Count;
            }
        }
    }

    /// <summary>How long the queue has been saturated, more than 80% full.</summary>
    public TimeSpan SaturatedFor => _saturation.For(Length);

    public WorkerParking Parking { get; } = new();

    /// <summary>Completes when, after <see cref="BeginDrain"/>, nothing waits, for a worker or for another attempt, every worker sleeps and no publish is pending.</summary>
    public Task Drained => _drained.Task;

    public bool IsClosed => _state == State.Closed;

    /// <summary>True when every worker sleeps, none would find an event and no publish is pending: nothing moves until somebody emits, or a wait ends.</summary>
    public bool IsAtRest => !HasWork && Parking.Sleeping == workers && bus.Publishes.Count == 0;

    /// <summary>True when a worker may find an event.</summary>
    public bool HasWork => _ring.HasNext || Volatile.Read(ref _spill) != 0 || _partitions.HasReleased;

    // Under _gate, with the ring closed: then it can only shrink. The partitions last, so that nothing is missed that moves there.
    private int Waiting => _ring.Count + Volatile.Read(ref _partitions.Waiting) + _spilled.Count;

    /// <summary>Makes what the queue knows of one more worker. To be called before events come.</summary>
    public WorkerRuns AddWorker()
    {
        var runs = new WorkerRuns(bus, this);
        _runs.Add(runs);
        return runs;
    }

    /// <summary>Refuses events from outside, and the emitters outside that wait for room.</summary>
    public void BeginDrain()
    {
        lock (_gate)
        {
            if (_state != State.Open) return;
            _state = State.Draining;
            RefusePending(except: bus);
            CountBacklog();
        }

        EndDrainIfIdle();
    }

    /// <summary>Ends the drain if nothing waits and every worker sleeps: then nothing can come any more.</summary>
    public void EndDrainIfIdle()
    {
        // In this order: after the first nothing comes from outside any more, after the third nothing from inside. What waits for
        // another attempt is asked for before, for it may come to the queue, and after, for a worker or a publish may have made it wait.
        if (_state == State.Draining && !bus.Retries.HasPending && Length == 0 && Parking.Sleeping == workers && bus.Publishes.Count == 0 && !bus.Retries.HasPending)
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

            // No worker between ring and partition meanwhile.
            lock (_partitions.Gate)
            {
                left.AddRange(_partitions.TakeAll());
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
            RefusePending(except: null);
            CountBacklog();
        }

        Parking.WakeAll();
        return left;
    }

    // Under _gate, with the ring closed: the backlog's events into the ring, its waiting among the accepted, as far as there
    // is room. The backlog is counted, and workers are woken, by the caller.
    private void MoveUp()
    {
        while (_spilled.TryPeek(out var first) && TryEnterClosedRing(first)) _spilled.Dequeue();
        while (_pending.First is { } first && Waiting < capacity)
        {
            _pending.Remove(first);
            Accept(first.Event);
            first.Admit();   // its continuation runs elsewhere, not under the lock
        }
    }

    // Under _gate.
    private void RefusePending(EventBus? except)
    {
        foreach (var pending in _pending.RemoveAll(except)) pending.Refuse(Stopped(pending.Event));
    }

    // Under _gate, with the ring closed: drops the oldest until there is room for one.
    private void DropOldest()
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
    private bool TryEnterClosedRing(in QueuedEvent queued) => _ring.TryEnqueue(queued, int.MaxValue, in s_nowhere, out _, evenIfClosed: true);

    // Under _gate. With a full fence: who is counted here looks for room, or for a worker, afterwards. Opens the ring when
    // there is no backlog left.
    private void CountBacklog()
    {
        Volatile.Write(ref _spill, _spilled.Count);
        Interlocked.Exchange(ref _backlog, _spilled.Count + _pending.Count);
        if (_backlog != 0 || _state != State.Open) _ring.Close();
        else _ring.Open();
    }

    private bool TryTakeOldest(out QueuedEvent oldest)
    {
        lock (_partitions.Gate) return _partitions.TryTakeOldest(out oldest) || _ring.TryDequeue(out oldest) || _spilled.TryDequeue(out oldest);
    }
}
