namespace EventGen;

/// <summary>Where workers sleep when there is nothing to do, and how they are woken. Thread safe.</summary>
/// <remarks>
/// <para>At most one worker at a time is the scout: awake, without an event, and sure to look at the queue. While there
/// is one, nobody wakes another. A scout that finds an event gives up the office and wakes the next one if there is more
/// to do; a scout that finds nothing gives it up and looks once more before it sleeps.</para>
/// <para>No wake-up is lost. An emitter publishes its event, then reads <c>_scout</c> and <c>_sleeping</c>; a worker that
/// goes to sleep writes those, then looks for events. Between the write and the read of each lies a full fence, so at
/// least one of the two sees the other: either the emitter wakes the worker, or the worker finds the event.</para>
/// </remarks>
internal sealed class WorkerParking
{
    private readonly Gate _gate = new();
    
    // The last to lie down is woken first: its caches are warm. Under _gate.
    private readonly List<WorkerSignal> _sleepers = [];

    // Interlocked only. 1 while there is a scout.
    private int _scout;

    // The sleepers' number; written under _gate, read anywhere.
    private int _sleeping;

    public int Sleeping => Volatile.Read(ref _sleeping);

    /// <summary>After an event was published, with a full fence: wakes a worker if none is about to look.</summary>
    public void Wake()
    {
        // Whoever holds the office without looking, as here, must ask again after it: somebody may have relied on it.
        while (Volatile.Read(ref _scout) == 0 && Volatile.Read(ref _sleeping) != 0 && TryBecomeScout())
        {
            if (TryPopSleeper() is { } sleeper)
            {
                sleeper.Set();   // it is the scout now
                return;
            }

            ResignAsScout();
        }
    }

    /// <summary>Makes the calling worker the scout, if there is none.</summary>
    public bool TryBecomeScout() => Volatile.Read(ref _scout) == 0 && Interlocked.CompareExchange(ref _scout, 1, 0) == 0;

    /// <summary>Ends the calling worker's office, with a full fence: what it looks at afterwards is up to date.</summary>
    public void ResignAsScout() => Interlocked.Exchange(ref _scout, 0);

    /// <summary>Lies down. The worker looks for events once more before it waits for its signal.</summary>
    public void LieDown(WorkerSignal signal)
    {
        signal.Reset();
        lock (_gate)
        {
            _sleepers.Add(signal);
            Interlocked.Increment(ref _sleeping);
        }
    }

    /// <summary>Gets up again before having slept.</summary>
    /// <returns>False when somebody has woken the worker already: its signal is set, and it is the scout.</returns>
    public bool TryGetUp(WorkerSignal signal)
    {
        lock (_gate)
        {
            if (!_sleepers.Remove(signal)) return false;
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
            woken = [.. _sleepers];
            _sleepers.Clear();
            Interlocked.Exchange(ref _sleeping, 0);
        }

        foreach (var signal in woken) signal.Set();
    }

    private WorkerSignal? TryPopSleeper()
    {
        lock (_gate)
        {
            if (_sleepers.Count == 0) return null;
            var sleeper = _sleepers[^1];
            _sleepers.RemoveAt(_sleepers.Count - 1);
            Interlocked.Decrement(ref _sleeping);
            return sleeper;
        }
    }
}
