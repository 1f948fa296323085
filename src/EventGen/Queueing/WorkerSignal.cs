using System.Threading.Tasks.Sources;

namespace EventGen;

/// <summary>Wakes one idle worker. Reused for each wait; allocates nothing.</summary>
internal sealed class WorkerSignal : IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _source;

    /// <summary>Completes when <see cref="Set"/> has been called since <see cref="Reset"/>.</summary>
    public ValueTask WaitAsync() => new(this, _source.Version);

    public void Reset() => _source.Reset();

    /// <summary>Wakes the worker on a thread of the pool: the caller may be an emitter.</summary>
    public void Set() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => _source.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
