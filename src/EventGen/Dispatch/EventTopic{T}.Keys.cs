using EventGen.CompilerServices;

namespace EventGen;

// The key that orders an event. It is read once, when the event is emitted or received: a handler may change the payload, and the
// event must leave the partition of the queue that it has entered.
public sealed partial class EventTopic<T>
{
    /// <summary>Reads the key for the queue. What the user's property throws comes out: an event that cannot be ordered is refused before anything of it runs.</summary>
    private LaneKey KeyOf(T payload) => _definition.Key is { } key ? key(payload) : default;

    /// <summary>Reads the key for what goes on without it: later attempts of handlers that an emit runs itself, and publishers of an invoked event.</summary>
    /// <returns><see langword="null"/> when the user's property throws: those attempts are not ordered, and those publishers fail.</returns>
    private EmittedKey? TryReadKey(T payload)
    {
        try
        {
            return Emitted(KeyOf(payload));
        }
        catch (Exception)
        {
            return null;
        }
    }

    // The text is made only where somebody sends it.
    private EmittedKey Emitted(in LaneKey key) => new(key.Lane, (_ownNeeds & TopicNeeds.Publishers) != 0 ? key.ToString() : null);

    private EventContext CreateContext(in LaneKey key) => EventContext.Create(Bus, Descriptor.Id, Emitted(key));
}
