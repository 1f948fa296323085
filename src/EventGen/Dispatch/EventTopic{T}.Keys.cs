using EventGen.CompilerServices;

namespace EventGen;

// The key that orders an event. It is read once, when the event is emitted or received: a handler may change the payload, and the
// event must leave the partition of the queue that it has entered.
public sealed partial class EventTopic<T>
{
    /// <summary>Reads the key for the queue. What the user's property throws comes out: an event that cannot be ordered is refused before anything of it runs.</summary>
    private PartitionKey KeyOf(T payload)
    {
        if (_definition.Key is not { } key) return default;
        using (ForeignCallScope.Enter(_maxDepth)) return key(payload);
    }

    /// <summary>Reads the key for what goes on without it: later attempts of handlers that an emit runs itself, and publishers of an invoked event.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="key">The key; the default one for an event that has none.</param>
    /// <returns>False when the user's property throws: those attempts are not ordered, and those publishers fail.</returns>
    private bool TryReadKey(T payload, out PartitionKey key)
    {
        try
        {
            key = KeyOf(payload);
            return true;
        }
        catch (Exception)
        {
            key = default;
            return false;
        }
    }

    private EmittedKey? TryReadKey(T payload) => TryReadKey(payload, out var key) ? Emitted(key) : null;

    // Kept only where somebody asks for it: publishers, and later attempts of handlers that an emit runs itself.
    private EmittedKey? Emitted(in PartitionKey key) => _definition.Key is null || (_ownNeeds & (DispatchFlags.Publishers | DispatchFlags.KeyedRetry)) == 0
        ? null
        : new EmittedKey(key.Partition, (_ownNeeds & DispatchFlags.Publishers) == 0 ? null : key.ToString());

    private EventContext CreateContext(in PartitionKey key) => Bus.Contexts.Create(Descriptor.Id, Emitted(key));
}
