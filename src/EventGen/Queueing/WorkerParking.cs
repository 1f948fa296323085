namespace EventGen;

/// <summary>Where workers sleep when there is nothing to do, and how they are woken. Thread safe.</summary>
/// <remarks>
/// <para>At most one worker spins at a time: it is awake, has no event, and will look at the queue. While one spins, no other
/// worker is woken. When it finds an event, it stops spinning and wakes the next worker if there is more to do. When it finds
/// nothing, it stops spinning and checks the queue once more before it parks.</para>
/// <para>No wake-up is lost. An emitter takes its event's place in the ring, then reads <c>_spinningWorker</c> and <c>_sleeping</c>; a worker that
/// goes to sleep writes those, then looks whether a place is taken. Between the write and the read of each lies a full fence, so at
/// least one of the two sees the other: either the emitter wakes the worker, or the worker finds the event.</para>
/// </remarks>
internal sealed class WorkerParking
{
    // How long a spinning worker looks for an event before it sleeps: some microseconds, once for each time the queue runs dry.
    private const int SpinRounds = 40;

    private readonly Gate _gate = new();

    // The worker that parked last is woken first: its caches are warm. Under _gate.
    private readonly List<WorkerSignal> _parked = [];

    // Interlocked only. 1 while a worker spins.
    private int _spinningWorker;

    // The sleepers' number; written under _gate, read anywhere.
    private int _sleeping;

    public int Sleeping => Volatile.Read(ref _sleeping);

    /// <summary>How long the spinning worker looks for an event. Used by that worker.</summary>
    public SpinBudget Spins { get; } = new(SpinRounds);

    /// <summary>After an event was published, or its place taken, with a full fence: wakes a worker if none is about to look.</summary>
    public void Wake()
    {
        // The caller held the spinning role without looking at the queue, so it checks again: an emitter may have relied on it.
        while (Volatile.Read(ref _spinningWorker) == 0 && Volatile.Read(ref _sleeping) != 0 && TryBeginSpinning())
        {
            if (TryUnparkLast() is { } parked)
            {
                parked.Set();   // it is the spinning worker now
                return;
            }

            EndSpinning();
        }
    }

    /// <summary>Makes the calling worker the one that spins, if no other does.</summary>
    public bool TryBeginSpinning() => Volatile.Read(ref _spinningWorker) == 0 && Interlocked.CompareExchange(ref _spinningWorker, 1, 0) == 0;

    /// <summary>Ends the calling worker's spinning, with a full fence: what it looks at afterwards is up to date.</summary>
    public void EndSpinning() => Interlocked.Exchange(ref _spinningWorker, 0);

    /// <summary>Parks the worker. It must look for events once more before it stops.</summary>
    public void Park(WorkerSignal signal)
    {
        lock (_gate)
        {
            _parked.Add(signal);
            Interlocked.Increment(ref _sleeping);
        }
    }

    /// <summary>Takes the worker back before it stops.</summary>
    /// <returns>False when the worker has already been woken: its signal is set, and it has the spinning role.</returns>
    public bool TryUnpark(WorkerSignal signal)
    {
        lock (_gate)
        {
            if (!_parked.Remove(signal)) return false;
            Interlocked.Decrement(ref _sleeping);
            return true;
        }
    }

    /// <summary>Wakes everybody who has ever been woken, at the end.</summary>
    public void WakeAll()
    {
        WorkerSignal[] woken;
        lock (_gate)
        {
            woken = [.. _parked];
            _parked.Clear();
            Interlocked.Exchange(ref _sleeping, 0);
        }

        foreach (var signal in woken)
        {
            if (signal.IsUsed) signal.Set();
        }
    }

    private WorkerSignal? TryUnparkLast()
    {
        lock (_gate)
        {
            if (_parked.Count == 0) return null;
            var parked = _parked[^1];
            _parked.RemoveAt(_parked.Count - 1);
            Interlocked.Decrement(ref _sleeping);
            return parked;
        }
    }
}
