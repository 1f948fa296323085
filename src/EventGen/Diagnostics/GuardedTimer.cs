namespace EventGen;

/// <summary>A timer of the application's clock, guarded: where it throws, one of the system's takes its place. Used by one thread at a time.</summary>
/// <param name="timer">The timer.</param>
/// <param name="callback">What it calls.</param>
/// <param name="state">What it passes.</param>
/// <param name="report">Told of what it throws.</param>
internal sealed class GuardedTimer(ITimer timer, TimerCallback callback, object? state, Action<Exception> report) : ITimer
{
    private ITimer _timer = timer;

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        try
        {
            using (ForeignCallScope.Enter()) return _timer.Change(dueTime, period);
        }
        catch (Exception exception)
        {
            report(exception);
            _timer = TimeProvider.System.CreateTimer(callback, state, dueTime, period);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            using (ForeignCallScope.Enter()) _timer.Dispose();
        }
        catch (Exception exception)
        {
            report(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            report(exception);
        }
    }
}
