namespace EventGen;

/// <summary>
/// One run of one event on a worker, as the code that its handlers start knows it: the async flow carries it. Thread safe.
/// </summary>
internal sealed class WorkerRun(WorkerRuns worker)
{
    // Interlocked only: how many emits that carry this run wait for capacity, of whichever bus.
    private int _waits;

    // Set once, by whoever sees it.
    private volatile bool _isOutlived;

    // Of the event's targets the one that is known to run, as it is told.
    private volatile string? _target;

    public EventQueue Queue => worker.Queue;

    /// <summary>True until the worker has finished the event.</summary>
    public bool IsCurrent => ReferenceEquals(worker.Current, this);

    /// <summary>True while an emit of the run waits for capacity: its worker may not go on before there is some.</summary>
    public bool IsWaiting => Volatile.Read(ref _waits) != 0;

    /// <summary>The run of an event on a worker that runs the calling code, or has started it; <see langword="null"/> for none.</summary>
    public static WorkerRun? OfCaller => Ambient.Run as WorkerRun;

    /// <summary>Who runs the event. Written by the worker.</summary>
    public QueuedWork? Work { get; set; }

    /// <summary>True while the worker attempts a failed delivery again. Written by the worker.</summary>
    public bool IsRetry { get; set; }

    /// <summary>True when nothing is known to carry the run any more, so that another event may be given it.</summary>
    public bool IsReusable => !_isOutlived && !IsWaiting;

    /// <summary>Notes which target of the event the run of the calling code has called; <see langword="null"/> when that has ended.</summary>
    /// <remarks>Only on the way of what does not end at once: what does is called without a trace.</remarks>
    public static void Note(string? target)
    {
        if (OfCaller is { } run) run._target = target;
    }

    /// <summary>What runs, as <c>handler on event</c>: where it is not known which of the event's targets it is, all of them.</summary>
    public string Describe() => _target is { } target ? $"{target} on {Work!.EventId}" : Work!.DescribeTargets();

    public void BeginWait()
    {
        Interlocked.Increment(ref _waits);
        if (!IsCurrent) _isOutlived = true;
    }

    public void EndWait() => Interlocked.Decrement(ref _waits);
}
