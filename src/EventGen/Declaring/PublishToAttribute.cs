namespace EventGen;

/// <summary>Sends every emission of this event to the publisher of that name, after the handlers.</summary>
/// <remarks>
/// After those that run where the publishers do: of an event that <c>Emit</c> hands to the queue, a worker may publish
/// before the emitter's synchronous handlers have returned.
/// Repeat it for several publishers. The payload is written as JSON by the <c>JsonSerializerContext</c> of the project
/// that lists the event; an event that none lists is a build error.
/// </remarks>
/// <param name="publisher">The <see cref="IEventPublisher.Name"/> of a publisher added to the bus.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class PublishToAttribute(string publisher) : Attribute
{
    /// <summary>The publisher's name.</summary>
    public string Publisher { get; } = publisher;

    /// <summary>Whether the publisher gets the event also when the bus has received it from another one: the event is passed on from broker to broker.</summary>
    /// <remarks>
    /// It keeps its id, timestamp and metadata, so that an inbox recognizes it whichever way it comes. It never goes back to where it came from, nor to a publisher whose name
    /// stands on its way; a bus that gets back what it has passed on does not handle it again. Every application with this declaration passes the event on that receives it:
    /// to have one do it, give the event another declaration there.
    /// </remarks>
    /// <value>Default: false, which publishes nothing that was received.</value>
    public bool OnReceive { get; init; }
}
