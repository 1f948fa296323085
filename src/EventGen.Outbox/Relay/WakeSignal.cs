namespace EventGen.Outbox;

/// <summary>Wakes the relay's loop: set by anybody, waited for by the loop alone.</summary>
internal sealed class WakeSignal(TimeProvider time)
{
    private readonly object _gate = new();
    private bool _isSet;
    private TaskCompletionSource? _waiting;

    /// <summary>Wakes the loop on another thread, so that this can be called with a lock held.</summary>
    public void Set()
    {
        if (TakeWaiting() is { } waiting) ThreadPool.UnsafeQueueUserWorkItem(static waiting => waiting.TrySetResult(), waiting, preferLocal: false);
    }

    /// <summary>Wakes the loop, which may run on this thread until it waits for the store: not to be called with a lock held.</summary>
    /// <remarks>A lone caller waits for its commit alone, and not for a thread of the pool before it.</remarks>
    public void SetAndRun() => TakeWaiting()?.TrySetResult();

    /// <summary>Waits until it is set, or some time has passed, and resets it.</summary>
    public async ValueTask WaitAsync(TimeSpan limit)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            if (_isSet || limit <= TimeSpan.Zero)
            {
                _isSet = false;
                return;
            }

            waiting = _waiting = new TaskCompletionSource();
        }

        try
        {
            // A timer counts whole milliseconds, and must not end a wait too early.
            await waiting.Task.WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(limit.TotalMilliseconds)), time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The time has passed.
        }

        lock (_gate)
        {
            _isSet = false;
            _waiting = null;
        }
    }

    private TaskCompletionSource? TakeWaiting()
    {
        lock (_gate)
        {
            _isSet = true;
            var waiting = _waiting;
            _waiting = null;
            return waiting;
        }
    }
}
