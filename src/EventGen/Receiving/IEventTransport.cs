namespace EventGen;

/// <summary>A publisher that also receives: what other processes published becomes events of this bus.</summary>
/// <remarks>Called by the bus, one call after the other, beside the calls of <see cref="IEventPublisher.PublishAsync"/>.</remarks>
public interface IEventTransport : IEventPublisher
{
    /// <summary>Whether it is set to receive: what documents of the application say. The same for as long as it lives.</summary>
    /// <value>True, unless the transport says otherwise.</value>
    bool Receives => true;

    /// <summary>Begins to receive. Called once, when the workers of the bus run.</summary>
    /// <remarks>
    /// Returns soon, also where the other side cannot be reached: it goes on trying, and says so in its
    /// <see cref="IEventPublisherHealth.Health"/>. What it throws is logged; the bus then runs without receiving from it.
    /// </remarks>
    /// <param name="receiver">Takes what arrives. It belongs to the bus, and works until the bus has stopped.</param>
    /// <param name="cancellationToken">Cancelled when the bus gives up draining.</param>
    ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken);

    /// <summary>Ends receiving: the bus is about to drain. Publishing goes on until it is disposed.</summary>
    /// <remarks>
    /// From its return on nothing new is given to the receiver. Messages that the receiver has taken are still being handled, and
    /// are acknowledged when they have been.
    /// </remarks>
    /// <param name="cancellationToken">Cancelled when the bus gives up draining.</param>
    ValueTask StopReceivingAsync(CancellationToken cancellationToken);
}
