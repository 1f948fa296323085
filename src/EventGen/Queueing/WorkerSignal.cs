using System.Threading.Tasks.Sources;

namespace EventGen;

/// <summary>Wakes one idle worker; the first time, starts it. Reused for each wait; allocates nothing but for the start.</summary>
/// <param name="work">The worker's loop. It must not throw.</param>
internal sealed class WorkerSignal(Func<Task> work) : IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _source;

    // Made by whoever wakes the worker first.
    private volatile TaskCompletionSource? _ended;

    // The worker's alone.
    private bool _isStarted;

    /// <summary>True once the worker has been woken.</summary>
    public bool IsUsed => _ended is not null;

    /// <summary>Completes when the worker has ended; at once if it was never woken.</summary>
    public Task Ended => _ended?.Task ?? Task.CompletedTask;

    /// <summary>Completes when <see cref="Set"/> has been called since <see cref="Reset"/>.</summary>
    public ValueTask WaitAsync() => new(this, _source.Version);

    public void Reset() => _source.Reset();

    /// <summary>Wakes the worker on a thread of the pool: the caller may be an emitter, whose context is no business of the worker's.</summary>
    public void Set()
    {
        _ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_isStarted)
        {
            _source.SetResult(true);
            return;
        }

        _isStarted = true;
        _ = WorkAsync();
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private async Task WorkAsync()
    {
        await work().ConfigureAwait(false);
        _ended!.SetResult();
    }
}
