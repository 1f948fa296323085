namespace EventGen.Testing;

/// <summary>A clock that stands still until a test moves it.</summary>
/// <remarks>
/// Timers fire on the thread that calls <see cref="Advance"/>, in the order in which they are due, each at its own moment:
/// a callback sees <see cref="GetUtcNow"/> at its due time. A timer that is due at once fires on the thread pool, as a real one.
/// Thread safe; no callback runs under a lock.
/// </remarks>
/// <param name="start">The first moment; default: 2026-11-21 10:00 UTC.</param>
public sealed class ManualTimeProvider(DateTimeOffset? start = null) : TimeProvider
{
    // A test that waits for longer than this waits for ever.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _awaited = [];   // under _lock

    // Under _lock. The time advances have asked for, and how far the clock has come on its way there.
    private DateTimeOffset _goal = start ?? new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private DateTimeOffset _now = start ?? new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private readonly List<ManualTimer> _pending = [];
    private long _sequence;

    /// <summary>UTC, wherever the tests run.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait to fire.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock) return _pending.Count;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock, firing on its way what becomes due, also what those callbacks start.</summary>
    /// <param name="delta">How far; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is negative.</exception>
    public void Advance(TimeSpan delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, TimeSpan.Zero);
        lock (_lock) _goal += delta;
        while (TakeDue() is { } timer) timer.Fire();
    }

    /// <summary>Completes when at least that many timers wait to fire, so that an <see cref="Advance"/> cannot come too early.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the wait. Timers and clock stay as they are.</param>
    /// <exception cref="TimeoutException">There were never that many within 30 seconds of real time; the message tells how many there are.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task WhenPendingAsync(int count, CancellationToken cancellationToken = default)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_pending.Count >= count) return;
            _awaited.Add((count, reached));
        }

        try
        {
            await reached.Task.WaitAsync(s_patience, System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{count} timers were to wait for the manual clock; after {s_patience.TotalSeconds} s there are {PendingTimers}.");
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal bool Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        lock (_lock)
        {
            if (timer.IsDisposed) return false;
            _pending.Remove(timer);
            timer.Period = period;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;

            timer.DueAt = _now + dueTime;
            timer.Sequence = _sequence++;
            if (dueTime > TimeSpan.Zero)
            {
                Add(timer);
                return true;
            }

            Rearm(timer);
        }

        ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Fire(), timer, preferLocal: false);
        return true;
    }

    internal void Dispose(ManualTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisposed = true;
            _pending.Remove(timer);
        }
    }

    private ManualTimer? TakeDue()
    {
        lock (_lock)
        {
            ManualTimer? first = _pending.MinBy(static timer => (timer.DueAt, timer.Sequence));
            if (first is null || first.DueAt > _goal)
            {
                _now = _goal;
                return null;
            }

            _now = first.DueAt > _now ? first.DueAt : _now;
            _pending.Remove(first);
            Rearm(first);
            return first;
        }
    }

    // Under _lock. A period of zero fires once, as a real timer's does.
    private void Rearm(ManualTimer timer)
    {
        if (timer.Period <= TimeSpan.Zero) return;
        timer.DueAt += timer.Period;
        timer.Sequence = _sequence++;
        Add(timer);
    }

    // Under _lock; the waiters' continuations run elsewhere.
    private void Add(ManualTimer timer)
    {
        _pending.Add(timer);
        foreach (var (count, reached) in _awaited)
            if (_pending.Count >= count) reached.TrySetResult();
        _awaited.RemoveAll(static awaited => awaited.Reached.Task.IsCompleted);
    }
}
