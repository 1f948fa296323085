using System.Threading.Tasks.Sources;

namespace EventGen;

/// <summary>An event whose emitter waits for capacity in the queue. Created and changed by the queue, under its lock.</summary>
internal sealed class PendingEnqueue : IValueTaskSource, IThreadPoolWorkItem
{
    private readonly EventQueue? _owner;
    private ManualResetValueTaskSourceCore<bool> _admitted;
    private Exception? _refusal;
    private bool _isBlocking;

    /// <param name="owner">Takes it back for the next wait, once its emitter has its answer; null to use it only once.</param>
    public PendingEnqueue(EventQueue? owner)
    {
        _owner = owner;
        Node = new LinkedListNode<PendingEnqueue>(this);
    }

    public QueuedEvent Event { get; private set; }

    /// <summary>The run in which the emit was made; <see langword="null"/> outside of workers.</summary>
    public WorkerRun? Run { get; private set; }

    /// <summary>Its place among the waiting, which grows. Governed by <see cref="PendingEnqueues"/>.</summary>
    public long Number { get; set; }

    /// <summary>In no list once it has been admitted, withdrawn or refused. Governed by <see cref="PendingEnqueues"/>.</summary>
    public LinkedListNode<PendingEnqueue> Node { get; }

    public bool IsPending => Node.List is not null;

    /// <summary>Completes when the queue has accepted the event; to be awaited once.</summary>
    public ValueTask Admitted => new(this, _admitted.Version);

    /// <summary>Fills in what it is for.</summary>
    /// <param name="queued">The event.</param>
    /// <param name="run">The run in which it was emitted.</param>
    /// <param name="isBlocking">Whether its emitter blocks a thread until it is told, and nothing else awaits it.</param>
    public void Fill(in QueuedEvent queued, WorkerRun? run, bool isBlocking) => (Event, Run, _isBlocking) = (queued, run, isBlocking);

    /// <summary>Forgets what it was for.</summary>
    public void Clear() => (Event, Run, _refusal) = (default, null, null);

    /// <summary>Tells the emitter that its event is in the queue.</summary>
    public void Admit()
    {
        // A blocked thread is woken here: it may hold the last thread of the pool. An asynchronous emitter goes on on a thread of the
        // pool, neither on the worker that freed the capacity nor under the queue's lock.
        if (_isBlocking) Complete();
        else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Refuse(Exception exception)
    {
        _refusal = exception;
        Admit();
    }

    void IThreadPoolWorkItem.Execute() => Complete();

    void IValueTaskSource.GetResult(short token)
    {
        // Awaited a second time. It may already serve another emitter, so it stays untouched.
        if (token != _admitted.Version) throw new InvalidOperationException("A ValueTask of EmitAsync may be awaited only once.");
        try
        {
            _admitted.GetResult(token);
        }
        finally
        {
            Clear();
            _admitted.Reset();
            _owner?.TakeBack(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _admitted.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _admitted.OnCompleted(continuation, state, token, flags);

    private void Complete()
    {
        if (_refusal is null) _admitted.SetResult(true);
        else _admitted.SetException(_refusal);
    }
}
