using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>A publisher of a bus, and how it fares. Thread safe.</summary>
internal sealed class PublisherSlot(IEventPublisher publisher)
{
    // Null while the last publish succeeded.
    private volatile Exception? _lastError;

    // Null unless it could not be started.
    private volatile Exception? _startError;

    public string Name { get; } = publisher.Name;

    public bool IsTransport => publisher is IEventTransport;

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

    /// <summary>Starts a publisher that also receives. Never throws.</summary>
    public async Task StartAsync(EventBus bus)
    {
        try
        {
            await ((IEventTransport)publisher).StartAsync(new EventIntake(bus, Name), bus.Stopping).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _startError = exception;
            bus.Logger.PublisherStartFailed(exception, Name);
        }
    }

    /// <summary>Ends the receiving of a publisher that does. Never throws.</summary>
    public async Task StopReceivingAsync(ILogger logger, CancellationToken cancellationToken)
    {
        if (publisher is not IEventTransport transport) return;
        try
        {
            await transport.StopReceivingAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.StopReceivingFailed(exception, Name);
        }
    }

    public PublisherHealth Health()
    {
        if (_startError is { } startError) return Degraded(startError);
        try
        {
            if (publisher is IEventPublisherHealth own) return own.Health with { Name = Name };
        }
        catch (Exception exception)
        {
            return Degraded(exception);
        }

        return _lastError is { } error ? Degraded(error) : new PublisherHealth(Name, EventBusStatus.Healthy, null);
    }

    public ValueTask DisposeAsync() => publisher.DisposeAsync();

    private PublisherHealth Degraded(Exception error) => new(Name, EventBusStatus.Degraded, $"{error.GetType().Name}: {error.Message}");
}
