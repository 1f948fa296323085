namespace EventGen;

/// <summary>A publisher of a bus, and how it fares. Thread safe.</summary>
/// <param name="name">The name it had when it was added.</param>
/// <param name="publisher">The publisher.</param>
/// <param name="time">Tells how long it has failed.</param>
internal sealed class PublisherSlot(string name, IEventPublisher publisher, TimeProvider time)
{
    // Null while the last publish succeeded. Replaced whole; of two that fail at once, either may be the one that is remembered.
    private volatile Outage? _outage;

    public string Name => name;

    public async ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await publisher.PublishAsync(message, cancellationToken).ConfigureAwait(false);
            _outage = null;
        }
        catch (Exception exception)
        {
            _outage = new Outage(_outage?.Began ?? time.GetTimestamp(), exception);
            throw;
        }
    }

    /// <summary>How it fares now.</summary>
    /// <param name="limit">How long it may fail before it counts as down.</param>
    public PublisherHealth Health(TimeSpan limit)
    {
        if (_outage is not { } outage) return new PublisherHealth(Name, EventBusStatus.Healthy, null);
        bool isDown = limit != Timeout.InfiniteTimeSpan && time.GetElapsedTime(outage.Began) > limit;
        return new PublisherHealth(Name, isDown ? EventBusStatus.Unhealthy : EventBusStatus.Degraded, outage.Error);
    }

    public ValueTask DisposeAsync() => publisher.DisposeAsync();

    /// <summary>Failures with no success in between.</summary>
    /// <param name="Began">The timestamp of the first one.</param>
    /// <param name="Last">What the last one was.</param>
    private sealed record Outage(long Began, Exception Last)
    {
        // Types alone: a message may hold a connection string.
        public string Error => Last.InnerException is { } cause ? $"{Last.GetType().Name} ({cause.GetType().Name})" : Last.GetType().Name;
    }
}
