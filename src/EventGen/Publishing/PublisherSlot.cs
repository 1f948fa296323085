namespace EventGen;

/// <summary>A publisher of a bus, and how it fares. Thread safe.</summary>
internal sealed class PublisherSlot(IEventPublisher publisher)
{
    // Null while the last publish succeeded.
    private volatile Exception? _lastError;

    public string Name { get; } = publisher.Name;

    public async ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await publisher.PublishAsync(message, cancellationToken).ConfigureAwait(false);
            _lastError = null;
        }
        catch (Exception exception)
        {
            _lastError = exception;
            throw;
        }
    }

    public PublisherHealth Health() => _lastError is { } error
        ? new PublisherHealth(Name, EventBusStatus.Degraded, $"{error.GetType().Name}: {error.Message}")
        : new PublisherHealth(Name, EventBusStatus.Healthy, null);

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
