using System.Threading.Tasks.Sources;

namespace EventGen;

/// <summary>An event whose emitter waits for room in the queue. Made and governed by the queue, under its lock.</summary>
/// <param name="owner">Takes the pending back for the next wait, once its emitter has been told; null to use it only once.</param>
internal sealed class PendingEnqueue(EventQueue? owner) : IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _admitted;
    private Exception? _refusal;

    public QueuedEvent Event { get; private set; }

    /// <summary>Its place among the waiting; in no list once it has been admitted, withdrawn or refused.</summary>
    public LinkedListNode<PendingEnqueue>? Node { get; private set; }

    public bool IsPending => Node?.List is not null;

    /// <summary>Completes when the queue has accepted the event; to be awaited once.</summary>
    public ValueTask Admitted => new(this, _admitted.Version);

    public void Place(in QueuedEvent queued, LinkedList<PendingEnqueue> waiting)
    {
        Event = queued;
        waiting.AddLast(Node ??= new LinkedListNode<PendingEnqueue>(this));
    }

    // The emitter goes on on a thread of the pool: neither on the worker that made room, nor under the queue's lock.
    public void Admit() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    public void Refuse(Exception exception)
    {
        _refusal = exception;
        Admit();
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_refusal is null) _admitted.SetResult(true);
        else _admitted.SetException(_refusal);
    }

    void IValueTaskSource.GetResult(short token)
    {
        // Asked twice for one answer: by now it may be another emitter's pending, and stays untouched.
        if (token != _admitted.Version) throw new InvalidOperationException("A ValueTask of EmitAsync may be awaited only once.");
        try
        {
            _admitted.GetResult(token);
        }
        finally
        {
            Event = default;
            _refusal = null;
            _admitted.Reset();
            owner?.TakeBack(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _admitted.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _admitted.OnCompleted(continuation, state, token, flags);
}
