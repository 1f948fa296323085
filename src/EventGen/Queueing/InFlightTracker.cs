namespace EventGen;

/// <summary>
/// Knows where the accepted work of one bus is: in the queue, on a worker, waiting for another attempt, or going on without a worker.
/// So it answers whether a drain has ended, whether anything moves now, and what is left. Thread safe.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="observer">Told when a worker has found nothing to do, or work without a worker has ended; <see langword="null"/> for nobody.</param>
internal sealed class InFlightTracker(EventQueue queue, IWorkObserver? observer)
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Interlocked only. What waits for another attempt, and what is on its way in or out.
    private int _delayed;

    // Interlocked only. What goes on without a worker.
    private int _detached;

    private TaskCompletionSource? _detachedEnded;

    /// <summary>How much waits for another attempt. It is counted until it is in the queue, so that a drain finds it in one of both.</summary>
    public int Delayed => Volatile.Read(ref _delayed);

    /// <summary>How much goes on without a worker.</summary>
    public int Detached => Volatile.Read(ref _detached);

    /// <summary>How many workers handle an event.</summary>
    public int Busy => queue.Running.Count;

    /// <summary>How much is being handled: by workers, and without them.</summary>
    public int Running => Busy + Detached;

    /// <summary>What workers run: the handler, as <c>handler on event</c>, or, where it is not known which of an event's it is, all its handlers and publishers, as <c>handler or handler on event</c>; ordinally.</summary>
    public IReadOnlyList<string> RunningTargets
    {
        get
        {
            List<string> targets = [];
            foreach (var run in queue.Running) targets.Add(run.Describe());
            if (targets.Count > 1) targets.Sort(StringComparer.Ordinal);
            return targets;
        }
    }

    /// <summary>True when every worker sleeps, none would find an event and nothing goes on without one: nothing moves until somebody emits, or a wait ends.</summary>
    public bool IsAtRest => !queue.HasWork && queue.IsEveryWorkerAsleep && Detached == 0;

    /// <summary>True when nothing moves but by the end of a wait for another attempt.</summary>
    public bool IsWaitingForRetries => IsAtRest && Delayed != 0;

    /// <summary>Completes when, after <see cref="BeginDrain"/>, nothing waits, for a worker or for another attempt, every worker sleeps and nothing goes on without one.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Completes when nothing goes on without a worker. To be asked once, when no worker runs any more.</summary>
    public Task DetachedEnded
    {
        get
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _detachedEnded, ended);   // a full fence: either the last one finds it, or there is none left here
            if (Detached == 0) ended.TrySetResult();
            return ended.Task;
        }
    }

    /// <summary>Refuses events from outside, and the emitters outside that wait for capacity.</summary>
    public void BeginDrain()
    {
        queue.BeginDrain();
        EndDrainIfIdle();
    }

    /// <summary>Counts work that waits for another attempt; false when <paramref name="capacity"/> is reached. <see cref="EndDelay"/> must follow.</summary>
    public bool TryDelay(int capacity)
    {
        if (Interlocked.Increment(ref _delayed) <= capacity) return true;
        EndDelay();
        return false;
    }

    /// <summary>The work has come back to the queue, or been given up.</summary>
    public void EndDelay()
    {
        Interlocked.Decrement(ref _delayed);
        EndDrainIfIdle();
    }

    /// <summary>Counts work that goes on without a worker; false when <paramref name="capacity"/> is reached. <see cref="EndDetached"/> must follow.</summary>
    public bool TryDetach(int capacity)
    {
        if (Interlocked.Increment(ref _detached) <= capacity) return true;
        RemoveDetached();
        return false;
    }

    /// <summary>The work has ended.</summary>
    public void EndDetached()
    {
        RemoveDetached();
        NoteWorkEnded();
    }

    /// <summary>A worker is about to sleep, having found nothing to do.</summary>
    public void NoteWorkEnded()
    {
        EndDrainIfIdle();
        observer?.WorkEnded();
    }

    private void RemoveDetached()
    {
        if (Interlocked.Decrement(ref _detached) == 0) Volatile.Read(ref _detachedEnded)?.TrySetResult();
    }

    // Ends the drain if nothing waits and every worker sleeps: then nothing can come any more.
    private void EndDrainIfIdle()
    {
        // In this order: after the first nothing comes from outside any more, after the fourth nothing from inside. What waits for
        // another attempt is asked for before, for it may come to the queue, and after, for a worker or a publish may have made it wait.
        if (queue.IsDraining && Delayed == 0 && queue.Length == 0 && queue.IsEveryWorkerAsleep && Detached == 0 && Delayed == 0)
            _drained.TrySetResult();
    }
}
