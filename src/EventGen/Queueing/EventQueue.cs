using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>
/// The bounded queue of one bus: admits events, and hands them to workers in the order of admission, those of one partition
/// one after the other. Thread safe.
/// </summary>
/// <remarks>
/// <para>The usual way is the ring, without locks. Behind it, under a lock, stand the emitters that wait for room. While there are any,
/// the ring is closed to all but the holder of the lock, so new events queue up behind them; whoever takes an event from the ring lets them in.
/// The ring grows under the lock as well.</para>
/// <para>An event counts against the capacity from its admission until a worker takes it, whether it is in the ring or waits for its partition.</para>
/// </remarks>
/// <param name="bus">Carried along by the ambient state of the events.</param>
/// <param name="capacity">How many accepted events may wait for a worker.</param>
/// <param name="whenFull">What happens to an event beyond that.</param>
/// <param name="workers">How many workers take events.</param>
/// <param name="time">Tells how long the queue has been saturated.</param>
/// <param name="logger">Told of events that are accepted above the capacity, and of faults of workers.</param>
internal sealed partial class EventQueue(object bus, int capacity, QueueFullMode whenFull, int workers, TimeProvider time, ILogger logger)
{
    // The ring grows beyond it: a large capacity costs memory once it is used.
    private const int LargestFirstSegment = 2048;

    private readonly QueueSaturation _saturation = new(time, capacity);
    private readonly WorkerStandstill _standstill = new(time);
    private readonly EventRing _ring = new(Math.Min(capacity, LargestFirstSegment));
    private readonly QueuePartitions _partitions = new();
    private readonly Gate _gate = new();

    // Under _gate. Emitters that wait for room.
    private readonly PendingEnqueues _pending = new();

    // Under _gate. Requests to use again, so that waiting for room allocates nothing.
    private readonly Stack<PendingEnqueue> _sparePending = new();

    // Filled while the bus is made, one for each worker.
    private readonly List<WorkerRuns> _runs = new(workers);

    // The number of those, written under _gate with a full fence; read without it by workers.
    private int _waits;

    // Interlocked only.
    private long _faults;

    // Set once, before the workers start.
    private volatile bool _isWorkedOn;

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
            // Under both nothing moves between emitters, ring and partitions, and the ring's count is of one moment.
            lock (_gate)
            {
                using (_ring.KeepReadersOut()) return _ring.Count + _partitions.Waiting;
            }
        }
    }

    /// <summary>How many of the events wait for an earlier one of their partition.</summary>
    public int WaitingForKey => Volatile.Read(ref _partitions.Waiting);

    /// <summary>How long the queue has been saturated, more than 80% full.</summary>
    public TimeSpan SaturatedFor => _saturation.For(Length);

    /// <summary>For how long, as far as this has been asked, every worker has run the event that it runs now; zero when one is idle.</summary>
    public TimeSpan StandsStillFor => _standstill.For(_runs);

    /// <summary>How often a worker has failed between two events.</summary>
    public long Faults => Volatile.Read(ref _faults);

    public WorkerParking Parking { get; } = new();

    /// <summary>True once events from outside are refused, until the queue is closed.</summary>
    public bool IsDraining => _state == State.Draining;

    public bool IsOpen => _state == State.Open;

    public bool IsClosed => _state == State.Closed;

    /// <summary>True when the running code may emit no more: once the drain has begun, only handlers of accepted events may, until it ends.</summary>
    public bool IsRefusing => _state != State.Open && (_state == State.Closed || !IsOnOwnWorker);

    /// <summary>True in code that a worker of this queue runs, or that such code has started.</summary>
    public bool IsOnOwnWorker => WorkerRun.OfCaller?.Queue == this;

    public bool IsEveryWorkerAsleep => Parking.Sleeping == workers;

    /// <summary>What is being handled, one for each worker that handles an event.</summary>
    public List<WorkerRun> Running
    {
        get
        {
            List<WorkerRun> running = [];
            foreach (var worker in _runs)
            {
                if (worker.Current is { Work: not null } run) running.Add(run);
            }

            return running;
        }
    }

    /// <summary>True when a worker may find an event, or one is being written. Looked at after a full fence, it misses no event whose emitter has not seen what was before the fence.</summary>
    public bool HasWork => !_ring.IsEmpty || _partitions.HasReleased;

    /// <summary>True when a worker would find an event now.</summary>
    public bool HasNext => _ring.HasNext || _partitions.HasReleased;

    // Under _gate, with the ring closed: then it can only shrink. The partitions last, so that nothing is missed that moves there.
    private int Waiting
    {
        get
        {
            _ring.WaitForReader();
            return _ring.Count + Volatile.Read(ref _partitions.Waiting);
        }
    }

    /// <summary>Makes what the queue knows of one more worker. To be called before events come.</summary>
    public WorkerRuns AddWorker()
    {
        var runs = new WorkerRuns(bus, this);
        _runs.Add(runs);
        return runs;
    }

    /// <summary>Workers will take events from now on: emitters may wait for capacity.</summary>
    public void BeginWork() => _isWorkedOn = true;

    /// <summary>Refuses events from outside, and the emitters outside that wait for room.</summary>
    public void BeginDrain()
    {
        lock (_gate)
        {
            if (_state != State.Open) return;
            _state = State.Draining;
            RefusePending(except: this);
            CountWaiting();
        }
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
            TakeAll(left);
            RefusePending(except: null);
            CountWaiting();
        }

        Parking.WakeAll();
        return left;
    }

    /// <summary>Takes the next event that may run, for a worker.</summary>
    /// <param name="finished">The partition of the event that the worker has just run, free for its next one from now on; 0 for none.</param>
    /// <param name="taken">The event.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(ulong finished, out QueuedEvent taken)
    {
        bool found = TryTakeNext(finished, out taken);
        return Volatile.Read(ref _waits) == 0 ? found : MoveUpAndTake(found, ref taken);
    }

    /// <summary>Counts and logs what a worker has met between two events.</summary>
    public void NoteFault(Exception exception)
    {
        long faults = Interlocked.Increment(ref _faults);
        if (BitOperations.IsPow2(faults)) logger.WorkerFaulted(exception, faults);
    }

    /// <summary>Keeps the partition of a running event taken until <see cref="LeavePartition"/>.</summary>
    public void HoldPartition(ulong partition)
    {
        using (_ring.KeepReadersOut()) _partitions.Hold(partition);
    }

    /// <summary>Ends what <see cref="HoldPartition"/> began.</summary>
    public void LeavePartition(ulong partition)
    {
        using (_ring.KeepReadersOut()) _partitions.EndHold(partition);
        Interlocked.MemoryBarrier();
        WakeForWork();
    }

    // Those that wait for room or for a key are no work: a worker that is woken for them finds nothing, looks whether they can be let in, and
    // would wake the next one, and so on for as long as they wait. After a full fence.
    private void WakeForWork()
    {
        if (HasWork) Parking.Wake();
    }

    // Apart, so that the usual way is short. What has been taken stays taken.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool MoveUpAndTake(bool found, ref QueuedEvent taken)
    {
        try
        {
            bool isSaturated;
            lock (_gate)
            {
                MoveUp();
                CountWaiting();
                isSaturated = Waiting > _saturation.Mark;
            }

            _saturation.Note(isSaturated);
            WakeForWork();
        }
        catch (Exception exception) when (found)
        {
            NoteFault(exception);
            return true;
        }

        return found || TryTakeNext(0, out taken);
    }

    // Under _gate, with the ring closed: those that wait among the accepted, as far as there is room. They are counted, and workers are
    // woken, by the caller. Where the ring cannot grow, those behind wait on: each event that is taken makes room.
    private void MoveUp()
    {
        while (_pending.First is { } first && Waiting < capacity && TryMoveUp(first)) { }
    }

    // Under _gate, with the ring closed. Whatever happens, the emitter is told, for nobody else would; its continuation runs elsewhere.
    private bool TryMoveUp(PendingEnqueue pending)
    {
        _pending.Remove(pending);
        try
        {
            _ring.Insist(pending.Event);
        }
        catch (Exception exception)
        {
            pending.Refuse(exception);   // for want of memory
            return false;
        }

        pending.Admit();
        return true;
    }

    // Under _gate.
    private void RefusePending(EventQueue? except)
    {
        if (_pending.Count == 0) return;
        foreach (var pending in _pending.RemoveAll(except)) pending.Refuse(Stopped(pending.Event));
    }

    // Under _gate, with the ring closed: drops the oldest until there is room for one.
    private void DropOldest()
    {
        var spinner = new SpinWait();
        while (Waiting >= capacity)
        {
            // The oldest may not be written to its end yet.
            if (TryTakeOldest(out var oldest)) oldest.Owner.Drop(oldest);
            else spinner.SpinOnce();
        }
    }

    // Under _gate. With a full fence: who is counted here looks for room, or for a worker, afterwards. Opens the ring when
    // nobody waits.
    private void CountWaiting()
    {
        Interlocked.Exchange(ref _waits, _pending.Count);
        if (_waits != 0 || _state != State.Open) _ring.Close();
        else _ring.Open();
    }

    private bool TryTakeOldest(out QueuedEvent oldest)
    {
        long head = _ring.EnterGate();
        try
        {
            if (_partitions.TryTakeOldest(out oldest)) return true;
            if (!_ring.TryPeek(head, out _)) return false;
            _ring.Dequeue(head++, out oldest);
            return true;
        }
        finally
        {
            _ring.LeaveGate(head);
        }
    }

    // Under _gate, with the ring closed. Nobody has what is between ring and partition meanwhile.
    private void TakeAll(List<QueuedEvent> taken)
    {
        long head = _ring.EnterGate();
        try
        {
            while (_partitions.TryTakeOldest(out var waiting)) taken.Add(waiting);
            var spinner = new SpinWait();
            for (long tail = head + _ring.Count; head < tail;)
            {
                if (!_ring.TryPeek(head, out _))
                {
                    spinner.SpinOnce();   // an emitter that was in time may still be writing its event
                    continue;
                }

                _ring.Dequeue(head++, out var queued);
                taken.Add(queued);
            }
        }
        finally
        {
            _ring.LeaveGate(head);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeNext(ulong finished, out QueuedEvent next)
    {
        // Events without a partition come first only where no partition's event is older; those of the partitions are older than the whole ring.
        if (finished == 0 && !_partitions.HasReleased)
        {
            if (_ring.TryDequeueUnpartitioned(out next, out bool isEmpty)) return true;
            if (isEmpty) return false;
        }

        return TryTakeInOrder(finished, out next);
    }

    // Taking an event and entering its partition is one step, or a later event of the partition could enter first: events that have a partition leave the ring in the readers' gate only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeInOrder(ulong finished, out QueuedEvent next)
    {
        Unsafe.SkipInit(out next);
        long head = _ring.EnterGate();
        try
        {
            if (finished != 0) _partitions.Leave(finished);
            if (_partitions.HasReleased)
            {
                _partitions.TakeReleased(out next);
                return true;
            }

            while (_ring.TryPeek(head, out ulong partition))
            {
                if (partition == 0 || _partitions.TryEnter(partition))
                {
                    _ring.Dequeue(head++, out next);
                    return true;
                }

                _partitions.Wait(partition, _ring, head);   // what cannot be taken yet
                head++;
            }

            return false;
        }
        finally
        {
            _ring.LeaveGate(head);
        }
    }
}
