using EventGen;

namespace WebShop;

/// <summary>A publisher that no test can reach.</summary>
public sealed class Broker : IEventPublisher
{
    /// <summary>Refuses: there is no broker where tests run.</summary>
    public Broker() => throw new InvalidOperationException("No test may connect to the broker.");

    /// <inheritdoc/>
    public string Name => "broker";

    /// <inheritdoc/>
    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
