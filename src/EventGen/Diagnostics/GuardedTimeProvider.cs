using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The application's clock, guarded: where it throws, the bus goes on with the system's. Thread safe.</summary>
/// <remarks>The system's own clock needs no guard. What fails is logged, the first time and whenever there have been twice as many.</remarks>
internal sealed class GuardedTimeProvider : TimeProvider
{
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogThrottle _failures = new();

    // The newest timestamp: a clock that throws stands still, since the system's timestamps have another origin.
    private long _timestamp;

    private GuardedTimeProvider(TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        TimestampFrequency = FrequencyOf(time);
    }

    /// <inheritdoc/>
    public override long TimestampFrequency { get; }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    /// <summary>Guards a clock; the system's is returned as it is.</summary>
    public static TimeProvider Around(TimeProvider time, ILogger logger) => ReferenceEquals(time, System) ? time : new GuardedTimeProvider(time, logger);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        try
        {
            using (ForeignCallScope.Enter()) return _time.GetUtcNow();
        }
        catch (Exception exception)
        {
            Report(exception);
            return System.GetUtcNow();
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        try
        {
            long timestamp;
            using (ForeignCallScope.Enter()) timestamp = _time.GetTimestamp();
            Volatile.Write(ref _timestamp, timestamp);
            return timestamp;
        }
        catch (Exception exception)
        {
            Report(exception);
            return Volatile.Read(ref _timestamp);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        try
        {
            using (ForeignCallScope.Enter()) return new GuardedTimer(_time.CreateTimer(callback, state, dueTime, period), callback, state, Report);
        }
        catch (Exception exception)
        {
            Report(exception);
            return System.CreateTimer(callback, state, dueTime, period);
        }
    }

    // Read once. Without one that is positive no time that has passed can be told.
    private long FrequencyOf(TimeProvider time)
    {
        try
        {
            long frequency = time.TimestampFrequency;
            if (frequency > 0) return frequency;
            Report(new InvalidOperationException($"{nameof(TimestampFrequency)} is {frequency}; it must be positive."));
        }
        catch (Exception exception)
        {
            Report(exception);
        }

        return System.TimestampFrequency;
    }

    private void Report(Exception exception)
    {
        if (_failures.IsDue("") is { } times) _logger.ClockFailed(exception, _time.GetType().FullName!, times);
    }
}
