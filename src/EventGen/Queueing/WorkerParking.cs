namespace EventGen;

/// <summary>Where workers sleep when there is nothing to do, and how they are woken. Thread safe.</summary>
/// <remarks>
/// <para>At most one worker at a time is the spinning worker: awake, without an event, and sure to look at the queue. While there
/// is one, nobody wakes another. A spinning worker that finds an event stops spinning and wakes the next one if there is more
/// to do; a spinning worker that finds nothing gives it up and looks once more before it sleeps.</para>
/// <para>No wake-up is lost. An emitter publishes its event, then reads <c>_spinningWorker</c> and <c>_sleeping</c>; a worker that
/// goes to sleep writes those, then looks for events. Between the write and the read of each lies a full fence, so at
/// least one of the two sees the other: either the emitter wakes the worker, or the worker finds the event.</para>
/// </remarks>
internal sealed class WorkerParking
{
    private readonly Gate _gate = new();
    
    // The last to lie down is woken first: its caches are warm. Under _gate.
    private readonly List<WorkerSignal> _parked = [];

    // Interlocked only. 1 while there is a spinning worker.
    private int _spinningWorker;

    // The sleepers' number; written under _gate, read anywhere.
    private int _sleeping;

    public int Sleeping => Volatile.Read(ref _sleeping);

    /// <summary>After an event was published, with a full fence: wakes a worker if none is about to look.</summary>
    public void Wake()
    {
        // Whoever spins without looking, as here, must ask again after it: somebody may have relied on it.
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

    /// <summary>Makes the calling worker the spinning worker, if there is none.</summary>
    public bool TryBeginSpinning() => Volatile.Read(ref _spinningWorker) == 0 && Interlocked.CompareExchange(ref _spinningWorker, 1, 0) == 0;

    /// <summary>Ends the calling worker's spinning, with a full fence: what it looks at afterwards is up to date.</summary>
    public void EndSpinning() => Interlocked.Exchange(ref _spinningWorker, 0);

    /// <summary>Lies down. The worker looks for events once more before it waits for its signal.</summary>
    public void Park(WorkerSignal signal)
    {
        signal.Reset();
        lock (_gate)
        {
            _parked.Add(signal);
            Interlocked.Increment(ref _sleeping);
        }
    }

    /// <summary>Gets up again before having slept.</summary>
    /// <returns>False when somebody has woken the worker already: its signal is set, and it is the spinning worker.</returns>
    public bool TryUnpark(WorkerSignal signal)
    {
        lock (_gate)
        {
            if (!_parked.Remove(signal)) return false;
            Interlocked.Decrement(ref _sleeping);
            return true;
        }
    }

    /// <summary>Wakes everybody, at the end.</summary>
    public void WakeAll()
    {
        WorkerSignal[] woken;
        lock (_gate)
        {
            woken = [.. _parked];
            _parked.Clear();
            Interlocked.Exchange(ref _sleeping, 0);
        }

        foreach (var signal in woken) signal.Set();
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
