namespace EventGen;

/// <summary>What is measured of one handler or publisher of one event. Thread safe.</summary>
/// <param name="name">Its name.</param>
/// <param name="isPublisher">Whether it is a publisher.</param>
/// <param name="age">For how many seconds its bus has been measured.</param>
internal sealed class TargetMeasurements(string name, bool isPublisher, double age)
{
    private readonly RateMeter _rate = new(age);
    private readonly RateMeter _successes = new(age);
    private readonly RateMeter _failures = new(age);
    private readonly RateMeter _receipts = new(age);
    private readonly LatencyHistogram _duration = new();

    // Interlocked only.
    private long _attempts;
    private long _succeeded;
    private long _failed;
    private long _deadLettered;
    private long _received;

    // Replaced whole; of two failures at once either may be the last.
    private volatile Failure? _last;

    public string Name => name;

    public bool IsPublisher => isPublisher;

    public EventRate Rate => _rate.Rate;

    /// <summary>How often an attempt succeeds.</summary>
    public EventRate SuccessRate => _successes.Rate;

    public EventRate FailureRate => _failures.Rate;

    /// <summary>Counts an attempt that began at a timestamp of the stopwatch and has succeeded now.</summary>
    public TimeSpan CountSuccess(long started)
    {
        Interlocked.Increment(ref _succeeded);
        return CountAttempt(started);
    }

    /// <summary>Counts an attempt that began at a timestamp of the stopwatch and has ended now.</summary>
    public TimeSpan CountAttempt(long started)
    {
        Interlocked.Increment(ref _attempts);
        return _duration.Add(started);
    }

    public void CountFailure(Exception exception, DateTimeOffset now)
    {
        Interlocked.Increment(ref _failed);
        _last = new Failure(exception.GetType().FullName ?? "", now);
    }

    public void CountDeadLetter() => Interlocked.Increment(ref _deadLettered);

    /// <summary>Counts a message that a publisher has received.</summary>
    public void CountReceived() => Interlocked.Increment(ref _received);

    /// <summary>Takes the next reading of the rates.</summary>
    /// <param name="unmeasured">The attempts that were not counted one by one.</param>
    /// <param name="seconds">How long after the last reading.</param>
    /// <param name="ages">Whether what was measured before is to weigh less.</param>
    public void Tick(long unmeasured, double seconds, bool ages)
    {
        _rate.Read(Volatile.Read(ref _attempts) + unmeasured, seconds);
        _successes.Read(Successes(unmeasured), seconds);
        _failures.Read(Volatile.Read(ref _failed), seconds);
        _receipts.Read(Volatile.Read(ref _received), seconds);
        if (ages) _duration.Age();
    }

    public TargetStatistics ToStatistics(long unmeasured) => new()
    {
        Name = name,
        IsPublisher = isPublisher,
        Attempts = Volatile.Read(ref _attempts) + unmeasured,
        Failed = Volatile.Read(ref _failed),
        DeadLettered = Volatile.Read(ref _deadLettered),
        Received = Volatile.Read(ref _received),
        Rate = _rate.Rate,
        FailureRate = _failures.Rate,
        ReceivedRate = _receipts.Rate,
        Duration = _duration.Percentiles(),
        LastFailure = _last?.Type,
        LastFailureAt = _last?.At,
    };

    // A failure is counted whether or not its attempt was: what has failed without one is among those that were not counted one by one.
    private long Successes(long unmeasured)
    {
        long succeeded = Volatile.Read(ref _succeeded), failedAttempts = Volatile.Read(ref _attempts) - succeeded;
        return succeeded + Math.Max(0, unmeasured - Math.Max(0, Volatile.Read(ref _failed) - failedAttempts));
    }

    private sealed record Failure(string Type, DateTimeOffset At);
}
