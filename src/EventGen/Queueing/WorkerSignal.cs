namespace EventGen;

/// <summary>Has one worker begin or go on, on a thread of the pool: whoever wakes it may be an emitter, whose context is no business of the worker's. Allocates nothing but for the start.</summary>
/// <param name="work">Works until the worker sleeps, waits or has ended. It must not throw.</param>
internal sealed class WorkerSignal(Action work) : IThreadPoolWorkItem
{
    // Made by whoever wakes the worker first.
    private volatile TaskCompletionSource? _ended;

    /// <summary>True once the worker has been woken.</summary>
    public bool IsUsed => _ended is not null;

    /// <summary>Completes when the worker has ended; at once if it was never woken.</summary>
    public Task Ended => _ended?.Task ?? Task.CompletedTask;

    /// <summary>Wakes the worker. Not while it works.</summary>
    public void Set()
    {
        _ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>The worker will not be woken any more.</summary>
    public void End() => _ended!.SetResult();

    void IThreadPoolWorkItem.Execute() => work();
}
