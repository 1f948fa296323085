using Microsoft.Extensions.Logging;

namespace EventGen.Outbox;

/// <summary>Whether the store works: how long to wait before it is asked again, and one log line for each change. Used by the loop; reads are thread safe.</summary>
internal sealed class StoreState(string name, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private TimeSpan _pause;
    private long _pausedAt;
    private long _downSince;
    private volatile string? _failure;

    public bool IsDown => _failure is not null;

    public OutboxHealth Health => _failure is { } failure ? new OutboxHealth(EventBusStatus.Degraded, $"Outbox '{name}' does not work: {failure}.") : OutboxHealth.Healthy;

    /// <summary>How long the store is not to be asked yet.</summary>
    public TimeSpan Pause => _failure is null ? TimeSpan.Zero : Max(TimeSpan.Zero, _pause - time.GetElapsedTime(_pausedAt));

    public void Failed(Exception exception)
    {
        // Types alone where the store did not write the message: it may hold a connection string.
        string failure = exception is OutboxStoreException ? exception.Message.TrimEnd('.') : exception.GetType().Name;
        _pausedAt = time.GetTimestamp();
        bool wasDown = IsDown;
        _pause = wasDown ? Min(2 * _pause, s_longest) : s_first;
        if (!wasDown)
        {
            _downSince = _pausedAt;
            logger.StoreDown(name, failure);
        }

        // Last, so that whoever finds it in the health finds it in the log.
        _failure = failure;
    }

    public void Worked()
    {
        if (!IsDown) return;
        logger.StoreUp(name, TimeSpan.FromSeconds(Math.Round(time.GetElapsedTime(_downSince).TotalSeconds, 1)));
        _failure = null;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
