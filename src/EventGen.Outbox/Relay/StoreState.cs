using Microsoft.Extensions.Logging;

namespace EventGen.Outbox;

/// <summary>Whether the store works: how long to wait before it is asked again, and one log line for each change. Used by the loop; reads and <see cref="NotAnswered"/> are thread safe.</summary>
internal sealed class StoreState(string name, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    // Zero while nothing has failed.
    private TimeSpan _pause;
    private long _pausedAt;
    private long _asked;
    private volatile string? _failure;

    // Interlocked only: 1 while the log says that the store is down.
    private int _isTold;

    public bool IsDown => _failure is not null;

    public OutboxHealth Health => _failure is { } failure ? new OutboxHealth(EventBusStatus.Degraded, $"Outbox '{name}' does not work: {failure}.") : OutboxHealth.Healthy;

    /// <summary>How long the store is not to be asked yet.</summary>
    public TimeSpan Pause => _failure is null ? TimeSpan.Zero : Max(TimeSpan.Zero, _pause - time.GetElapsedTime(_pausedAt));

    /// <summary>The store is asked now: if it fails, it has been down since.</summary>
    /// <param name="now">The clock's timestamp.</param>
    public void Asked(long now)
    {
        if (!IsDown) _asked = now;
    }

    /// <summary>The store has not answered for so long. What it will answer is not known yet.</summary>
    public void NotAnswered(TimeSpan patience)
    {
        if (!IsDown) Fail($"it did not answer within {patience.TotalSeconds:0} seconds");
    }

    public void Failed(Exception exception)
    {
        _pausedAt = time.GetTimestamp();
        _pause = _pause == TimeSpan.Zero ? s_first : Min(2 * _pause, s_longest);

        // Types alone where the store did not write the message: it may hold a connection string.
        Fail(exception is OutboxStoreException ? exception.Message.TrimEnd('.') : exception.GetType().Name);
    }

    public void Worked()
    {
        if (!IsDown) return;
        logger.StoreUp(name, TimeSpan.FromSeconds(Math.Round(time.GetElapsedTime(_asked).TotalSeconds, 1)));
        _pause = TimeSpan.Zero;
        _failure = null;
        Volatile.Write(ref _isTold, 0);
    }

    // The health comes last, so that whoever finds it there finds it in the log.
    private void Fail(string failure)
    {
        if (Interlocked.Exchange(ref _isTold, 1) == 0) logger.StoreDown(name, failure);
        _failure = failure;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
