namespace EventGen;

/// <summary>The run of one worker, and the clean execution contexts in which its events run. Written by the worker alone.</summary>
/// <remarks>
/// An emit has to know whether its worker waits for it, or whether its code has outlived the handler that started it. So each
/// run has an identity, and the execution context carries it. A new identity and context for each event would allocate, so a
/// worker has a few and uses them in turn; one that has been seen in code that outlived its event is replaced. Code that
/// outlives its handler is mistaken for a later event only if it first meets a full queue while its worker runs an event
/// that was given the same identity. Then it may go above the capacity as that event's handlers may.
/// </remarks>
/// <param name="bus">Carried along by the ambient state of the events.</param>
/// <param name="queue">The queue that the worker takes events from.</param>
internal sealed class WorkerRuns(object bus, EventQueue queue)
{
    private const int Identities = 8;

    private readonly (WorkerRun Run, ExecutionContext Context)[] _identities = new (WorkerRun, ExecutionContext)[Identities];
    private ExecutionContext? _empty;

    // How many runs there have been.
    private int _next;
    private volatile WorkerRun? _current;

    public EventQueue Queue => queue;

    /// <summary>The run of the event that the worker handles; <see langword="null"/> for none.</summary>
    public WorkerRun? Current => _current;

    /// <summary>The number of the run of the event that the worker handles; <see langword="null"/> for none. The same twice is the same run.</summary>
    // In this order: a run has its number before it is the current one.
    public int? Number => _current is null ? null : Volatile.Read(ref _next);

    /// <summary>Takes the execution context of the worker's start, without any async local, as the one to come back to.</summary>
    public void Start() => Ambient.Outside = _empty = ExecutionContext.Capture()!;

    /// <summary>Begins a run, in an execution context that carries it and nothing else.</summary>
    /// <remarks>
    /// What the last event's handlers left ends here: async locals, culture and principal with the execution context; and a
    /// synchronization context, for which the awaits of this event's handlers would wait.
    /// </remarks>
    public void Begin(in QueuedEvent running)
    {
        ref var identity = ref _identities[_next++ & (Identities - 1)];
        if (identity.Run is not { IsReusable: true }) identity = Create();
        if (!ReferenceEquals(identity.Run.Work, running.Owner)) identity.Run.Work = running.Owner;
        identity.Run.IsRetry = running.Part == QueuedPart.FailedDelivery;
        ExecutionContext.Restore(identity.Context);
        if (SynchronizationContext.Current is not null) SynchronizationContext.SetSynchronizationContext(null);
        _current = identity.Run;
    }

    /// <summary>The event has been handled.</summary>
    public void End() => _current = null;

    /// <summary>Leaves the execution context of the last event, so that an idle worker keeps nothing of it alive.</summary>
    public void Rest() => ExecutionContext.Restore(_empty!);

    private (WorkerRun Run, ExecutionContext Context) Create()
    {
        var run = new WorkerRun(this);
        ExecutionContext.Restore(_empty!);
        Ambient.Set(AmbientState.Empty with { Bus = bus, Run = run });
        return (run, ExecutionContext.Capture()!);
    }
}
