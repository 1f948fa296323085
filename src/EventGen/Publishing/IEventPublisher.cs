namespace EventGen;

/// <summary>Sends events out of the process. Events marked <c>[PublishTo("name")]</c> go to the publisher of that name.</summary>
/// <remarks>
/// Called by several workers at the same time, so implementations are thread safe; for keyed events, calls for one key
/// come one after the other. The bus disposes its publishers once, when it has stopped.
/// </remarks>
public interface IEventPublisher : IAsyncDisposable
{
    /// <summary>The name that events refer to. Never changes.</summary>
    string Name { get; }

    /// <summary>Whether it is used. One that is switched off is still found by its name, so that the bus starts, but gets no events; the bus lists it nowhere.</summary>
    /// <remarks>Durable events that were stored for it before it was switched off stay in the outbox until it is switched on again.</remarks>
    /// <value>True, unless the publisher says otherwise. The same for as long as it lives.</value>
    bool IsEnabled => true;

    /// <summary>Sends one event.</summary>
    /// <param name="message">The event; shared by all publishers, so it must not be changed.</param>
    /// <param name="cancellationToken">Cancelled when the bus gives up draining.</param>
    /// <returns>Completes when the event is safe with the receiver. What it throws is reported as this publisher's failure.</returns>
    ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken);
}
