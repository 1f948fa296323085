using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>A publisher of a bus, and how it fares. Thread safe.</summary>
/// <param name="name">The name it had when it was added.</param>
/// <param name="publisher">The publisher.</param>
/// <param name="time">Tells how long it has failed.</param>
/// <param name="logger">Told when durable events wait for it.</param>
internal sealed class PublisherSlot(string name, IEventPublisher publisher, TimeProvider time, ILogger logger)
{
    // Told of what was stored for it while it was on.
    private const string SwitchedOff = "It is switched off. Switch it on again, or discard what is stored for it.";

    // Nothing else says why handlers stand still that have nothing to do with it.
    private const string HoldsKeys = "Later events of the keys that wait for it wait as well, with their handlers; PublisherRetry.WhileRetrying = Park lets them go on";

    // What failed longer ago reads as if it did so now.
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);

    // Null while the last publish succeeded. Replaced whole; of two that fail at once, either may be the one that is remembered.
    private volatile Outage? _outage;

    // Null unless it could not be started.
    private volatile Exception? _startError;

    public string Name => name;

    // Interlocked only.
    private int _publishing;

    public IEventPublisher Publisher => publisher;

    /// <summary>Whether it is used.</summary>
    public bool IsEnabled { get; } = publisher.IsEnabled;

    public Reachability Reachability { get; } = new(name, time, logger);

    /// <summary>Whether it tells its own health, of more than its last publish.</summary>
    public bool TellsHealth => publisher is IEventPublisherHealth;

    /// <summary>Whether its health is of interest: it is used, or something is stored for it.</summary>
    public bool IsTold => IsEnabled || _outage is not null;

    /// <summary>True while a publish is under way.</summary>
    public bool IsPublishing => Volatile.Read(ref _publishing) != 0;

    public async ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _publishing);
        try
        {
            if (!IsEnabled) throw new EventPublishException(SwitchedOff, isUnreachable: true);
            await publisher.PublishAsync(message, cancellationToken).ConfigureAwait(false);
            _outage = null;
            Reachability.Reached();
        }
        catch (Exception exception)
        {
            if (exception is EventPublishException { IsUnreachable: true }) Reachability.Lost(exception);
            else if (cancellationToken.IsCancellationRequested) Reachability.Cancelled();
            else Reachability.Reached();
            long now = time.GetTimestamp();
            _outage = new Outage(_outage?.Began ?? now, now, exception);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _publishing);
        }
    }

    /// <summary>It also receives, and could not be started.</summary>
    public void FailStart(Exception exception) => _startError = exception;

    /// <summary>How it fares now.</summary>
    /// <param name="limit">How long it may fail before it counts as down.</param>
    public PublisherHealth Health(TimeSpan limit)
    {
        var health = HealthOfPublishing(limit);
        if (IsEnabled && health.Status != EventBusStatus.Healthy && _outage is { } outage && time.GetElapsedTime(outage.LastAt) is var age && age > s_fresh)
            health = health with { LastError = $"{health.LastError?.TrimEnd('.')}. That was at {time.GetUtcNow() - age:u}, and no publish has been tried since" };
        return Reachability.HoldsKeys && health.Status != EventBusStatus.Healthy ? health with { LastError = $"{health.LastError?.TrimEnd('.')}. {HoldsKeys}" } : health;
    }

    private PublisherHealth HealthOfPublishing(TimeSpan limit)
    {
        var outage = _outage;
        if (!IsEnabled) return new PublisherHealth(Name, outage is null ? EventBusStatus.Healthy : EventBusStatus.Degraded, outage is null ? null : SwitchedOff);
        bool isDown = outage is not null && limit != Timeout.InfiniteTimeSpan && time.GetElapsedTime(outage.Began) > limit;
        var status = isDown ? EventBusStatus.Unhealthy : EventBusStatus.Degraded;
        if (_startError is { } startError) return new PublisherHealth(Name, status, TypeOf(startError));
        if (OwnHealth() is { } own) return own with { Name = Name, Status = isDown && !IsOver(outage!, limit) ? EventBusStatus.Unhealthy : own.Status };
        return outage is null ? new PublisherHealth(Name, EventBusStatus.Healthy, null) : new PublisherHealth(Name, status, TypeOf(outage.Last));
    }

    // A publisher with a health of its own says itself when it has been away for too long. What failed longer ago than that, with nothing published since, says nothing more: it may be that of one event alone.
    private bool IsOver(Outage outage, TimeSpan limit) => time.GetElapsedTime(outage.LastAt) > limit;

    public ValueTask DisposeAsync() => publisher.DisposeAsync();

    // Types alone: a message may hold a connection string.
    private static string TypeOf(Exception error) => error.InnerException is { } cause ? $"{error.GetType().Name} ({cause.GetType().Name})" : error.GetType().Name;

    private PublisherHealth? OwnHealth()
    {
        try
        {
            return (publisher as IEventPublisherHealth)?.Health;
        }
        catch (Exception exception)
        {
            return new PublisherHealth(Name, EventBusStatus.Degraded, TypeOf(exception));
        }
    }

    /// <summary>Failures with no success in between.</summary>
    /// <param name="Began">The timestamp of the first one.</param>
    /// <param name="LastAt">The timestamp of the last one.</param>
    /// <param name="Last">What the last one was.</param>
    private sealed record Outage(long Began, long LastAt, Exception Last);
}
