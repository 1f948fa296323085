using System.Collections.Concurrent;
using System.Numerics;

namespace EventGen;

/// <summary>What is measured of one event. Thread safe.</summary>
/// <param name="bus">What is measured of its bus.</param>
/// <param name="eventId">The event.</param>
internal sealed class EventMeasurements(EventBusMeasurements bus, string eventId)
{
    /// <summary>How many emissions of one event a second have a context for the sake of measuring, and are told.</summary>
    public const int Limit = 500;

    // What has a name that only a run-time subscriber has is not known beforehand: bounded all the same.
    private const int MaxTargets = 1000;

    private readonly EventTally _tally = new();
    private readonly RateMeter _emits = new(bus.Age);
    private readonly RateMeter _receipts = new(bus.Age);
    private readonly LatencyHistogram _duration = new();
    private readonly LatencyHistogram _waiting = new();
    private readonly ConcurrentDictionary<(string Name, bool IsPublisher), TargetMeasurements> _targets = new();

    // The compile-time handlers, which run with each event: told once, when the topic is composed.
    private volatile (string Name, bool IsSynchronous)[] _handlers = [];

    // One of so many is measured, less 1; a power of two less 1. Written by the ticker.
    private int _mask;

    // Interlocked only. How many activities may still be told in this second.
    private int _untold = Limit;

    private long _lastTold;
    private volatile bool _isFollowed = true;

    public string EventId => eventId;

    public bool IsFollowed => _isFollowed;

    /// <summary>How often it is emitted or received.</summary>
    public EventRate Rate => _emits.Rate + _receipts.Rate;

    public EventRate EmitRate => _emits.Rate;

    public EventRate ReceivedRate => _receipts.Rate;

    public IEnumerable<TargetMeasurements> MeasuredTargets => _targets.Values;

    private long Emits => _tally.Sum(EventTallyKind.Emits) + _tally.Sum(EventTallyKind.QueuedEmits) + _tally.Sum(EventTallyKind.OtherEmits);

    /// <summary>Says which handlers run with each event without being measured one by one.</summary>
    public void Declare((string Name, bool IsSynchronous)[] handlers) => _handlers = handlers;

    /// <summary>Counts an event, and says whether it is to be measured.</summary>
    /// <param name="kind">What is counted.</param>
    /// <param name="measured">What is counted besides where it is.</param>
    /// <param name="always">Whether each is measured.</param>
    public bool Sample(EventTallyKind kind, EventTallyKind measured, bool always)
    {
        if ((_tally.Count(kind) & _mask) != 0 && !always) return false;
        _tally.Count(measured);
        return true;
    }

    public void Count(EventTallyKind kind) => _tally.Count(kind);

    /// <summary>Counts a message, by the publisher that has received it as well.</summary>
    public void CountReceived(string publisher)
    {
        _tally.Count(EventTallyKind.Received);
        Of(publisher, isPublisher: true).CountReceived();
    }

    /// <summary>What is measured of a handler or publisher.</summary>
    public TargetMeasurements Of(string name, bool isPublisher)
    {
        if (_targets.TryGetValue((name, isPublisher), out var known)) return known;
        return _targets.Count < MaxTargets ? _targets.GetOrAdd((name, isPublisher), static (key, bus) => new TargetMeasurements(key.Name, key.IsPublisher, bus.Age), bus) : bus.Other;
    }

    /// <summary>The handlers have run, begun at a timestamp of the stopwatch.</summary>
    public void AddDuration(long started) => _duration.Add(started);

    /// <summary>A worker has taken an event.</summary>
    public void AddWaiting(DateTimeOffset emitted)
    {
        var now = bus.Time.GetUtcNow();
        _waiting.Add(now - emitted);
        bus.NoteTaken(emitted);
    }

    /// <summary>Tells that the event was emitted, if somebody listens and not too much has been told.</summary>
    public void TellEmitted(EventActivityKind kind, EventContext? context, object payload)
    {
        if (!MayTell()) return;
        long emits = Emits;
        long skipped = emits - Interlocked.Exchange(ref _lastTold, emits) - 1;
        bus.Notify(new EventActivity { Kind = kind, EventId = eventId, Timestamp = bus.Time.GetUtcNow(), Context = context, Payload = payload, Skipped = kind == EventActivityKind.Emitted ? Math.Max(0, skipped) : 0 });
    }

    /// <summary>An attempt has succeeded: counts and tells it.</summary>
    public void Succeeded(string target, bool isPublisher, long started, EventContext? context, object payload)
    {
        var duration = Of(target, isPublisher).CountSuccess(started);
        if (!MayTell()) return;
        bus.Notify(new EventActivity
        {
            Kind = isPublisher ? EventActivityKind.Published : EventActivityKind.Handled, EventId = eventId, Timestamp = bus.Time.GetUtcNow(),
            Target = target, Context = context, Payload = payload, Duration = duration, Attempt = context?.Attempt ?? 1,
        });
    }

    /// <summary>An attempt has failed: tells it, whatever has been told before.</summary>
    public void Failed(string target, bool isPublisher, Exception exception, EventContext? context, object payload, int attempt, TimeSpan? retryIn)
    {
        var now = bus.Time.GetUtcNow();
        Of(target, isPublisher).CountFailure(exception, now);
        if (!bus.IsHeard || !bus.TryTake()) return;
        bus.Notify(new EventActivity
        {
            Kind = EventActivityKind.Failed, EventId = eventId, Timestamp = now, Target = target, Context = context, Payload = payload,
            Attempt = attempt, Exception = exception, RetryIn = retryIn,
        });
    }

    /// <summary>Takes the next readings, and decides how much is measured until the next ones.</summary>
    public void Tick(double seconds, bool ages)
    {
        _emits.Read(Emits, seconds);
        _receipts.Read(_tally.Sum(EventTallyKind.Received), seconds);
        foreach (var target in _targets.Values) target.Tick(UnmeasuredOf(target), seconds, ages);
        if (ages)
        {
            _duration.Age();
            _waiting.Age();
        }

        double rate = Rate.LastSecond;
        Volatile.Write(ref _mask, rate <= 2 * Limit ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(rate / Limit, 1 << 20)) - 1);
        Interlocked.Exchange(ref _untold, Limit);
        bool isFollowed = rate < (_isFollowed ? 2 * Limit : Limit);
        if (isFollowed == _isFollowed) return;
        _isFollowed = isFollowed;
        bus.Follow(eventId, isFollowed);
    }

    public EventStatistics ToStatistics() => new()
    {
        EventId = eventId,
        Emitted = Emits,
        Received = _tally.Sum(EventTallyKind.Received),
        Rate = Rate,
        ReceivedRate = ReceivedRate,
        Duration = _duration.Percentiles(),
        Waiting = _waiting.Percentiles(),
        IsFollowed = _isFollowed,
        Targets = [.. Targets().Select(target => target.ToStatistics(UnmeasuredOf(target))).OrderBy(static target => target.Name, StringComparer.Ordinal)],
    };

    // A handler that has never been measured has run all the same.
    private IEnumerable<TargetMeasurements> Targets()
    {
        foreach (var (name, _) in _handlers) Of(name, isPublisher: false);
        return _targets.Values;
    }

    private long UnmeasuredOf(TargetMeasurements target)
    {
        if (target.IsPublisher) return 0;
        foreach (var (name, isSynchronous) in _handlers)
        {
            if (name != target.Name) continue;
            long runs = Unmeasured(EventTallyKind.Runs, EventTallyKind.MeasuredRuns);
            return Math.Max(0, runs + (isSynchronous ? Unmeasured(EventTallyKind.Emits, EventTallyKind.MeasuredEmits) : Unmeasured(EventTallyKind.AsynchronousRuns, EventTallyKind.MeasuredAsynchronousRuns)));
        }

        return 0;
    }

    private long Unmeasured(EventTallyKind all, EventTallyKind measured) => _tally.Sum(all) - _tally.Sum(measured);

    private bool MayTell() => bus.IsHeard && Interlocked.Decrement(ref _untold) >= 0 && bus.TryTake();
}
