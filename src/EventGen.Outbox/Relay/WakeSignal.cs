using System.Threading.Tasks.Sources;

namespace EventGen.Outbox;

/// <summary>Wakes the relay's loop: set by anybody, waited for by the loop alone.</summary>
/// <remarks>
/// All waits have one timer, which is set to an earlier time where one ends before it and is else left as it is: it then looks again when it comes. A timer for each wait is set and ended for each event, and wakes the
/// timers' thread for many of them.
/// </remarks>
internal sealed class WakeSignal(TimeProvider time) : IValueTaskSource, IDisposable
{
    private readonly object _gate = new();

    // All under _gate.
    private ManualResetValueTaskSourceCore<bool> _wait;
    private ITimer? _timer;
    private bool _isSet;
    private bool _isWaiting;
    private bool _isDisposed;

    // When the wait ends, and when the timer comes; null when it does not.
    private long _end;
    private long? _due;

    /// <summary>Wakes the loop on another thread, so that this can be called with a lock held.</summary>
    public void Set()
    {
        if (TryEnd()) ThreadPool.UnsafeQueueUserWorkItem(static signal => signal._wait.SetResult(true), this, preferLocal: false);
    }

    /// <summary>Wakes the loop, which may run on this thread until it waits for the store: not to be called with a lock held.</summary>
    /// <remarks>A lone caller waits for its commit alone, and not for a thread of the pool before it.</remarks>
    public void SetAndRun()
    {
        if (TryEnd()) _wait.SetResult(true);
    }

    /// <summary>Waits until it is set, or some time has passed, and resets it.</summary>
    public ValueTask WaitAsync(TimeSpan limit)
    {
        lock (_gate)
        {
            if (_isSet || limit <= TimeSpan.Zero)
            {
                _isSet = false;
                return default;
            }

            _wait.Reset();
            _isWaiting = true;
            _end = time.GetTimestamp() + (long)(limit.TotalSeconds * time.TimestampFrequency);
            if (_due is not { } due || _end < due) SetTimer(limit);
            return new ValueTask(this, _wait.Version);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        // What has set it since its wait ended is met by the loop, which goes on from here.
        lock (_gate) _isSet = false;
        _wait.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _wait.OnCompleted(continuation, state, token, flags);

    // True for the one that has the waiting loop go on.
    private bool TryEnd()
    {
        lock (_gate)
        {
            _isSet = true;
            bool wasWaiting = _isWaiting;
            _isWaiting = false;
            return wasWaiting;
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            _due = null;
            if (!_isWaiting || _isDisposed) return;
            var left = time.GetElapsedTime(time.GetTimestamp(), _end);
            if (left > TimeSpan.Zero)
            {
                SetTimer(left);
                return;
            }
        }

        SetAndRun();
    }

    // A timer counts whole milliseconds, and must not come too early.
    private void SetTimer(TimeSpan left)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        _due = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
        if (_timer is null) _timer = time.CreateTimer(static signal => ((WakeSignal)signal!).Look(), this, wait, Timeout.InfiniteTimeSpan);
        else _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
