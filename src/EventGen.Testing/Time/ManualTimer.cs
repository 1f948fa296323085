namespace EventGen.Testing;

/// <summary>A timer of <see cref="ManualTimeProvider"/>, which owns its schedule.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private volatile bool _disposed;

    // The following are written by the clock, under its lock.
    internal DateTimeOffset DueAt { get; set; }

    // Timers due at one moment fire in the order in which they were scheduled.
    internal long Sequence { get; set; }

    internal TimeSpan Period { get; set; }

    internal bool IsDisposed
    {
        get => _disposed;
        set => _disposed = value;
    }

    public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Schedule(this, dueTime, period);

    public void Dispose() => clock.Dispose(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    // A real timer's callback sees the async-locals of the flow that created it, not of the flow that moves time.
    internal void Fire()
    {
        if (_disposed) return;
        if (_context is null) callback(state);
        else ExecutionContext.Run(_context, static timer => ((ManualTimer)timer!).Invoke(), this);
    }

    private void Invoke() => callback(state);
}
