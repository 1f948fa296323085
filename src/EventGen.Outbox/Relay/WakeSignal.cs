namespace EventGen.Outbox;

/// <summary>Wakes the relay's loop: set by anybody, waited for by the loop alone.</summary>
internal sealed class WakeSignal(TimeProvider time)
{
    private readonly object _gate = new();
    private bool _isSet;
    private TaskCompletionSource? _waiting;

    public void Set()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            _isSet = true;
            waiting = _waiting;
            _waiting = null;
        }

        waiting?.TrySetResult();
    }

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

            waiting = _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
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
}
