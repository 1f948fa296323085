using System.Runtime.CompilerServices;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Creates the contexts of one event, with its key. Thread safe.</summary>
/// <remarks>
/// The key is read once, when the event is emitted or received: a handler may change the payload, and the event must leave the
/// partition of the queue that it has entered.
/// </remarks>
/// <param name="contexts">Creates the contexts of the bus.</param>
/// <param name="definition">The event.</param>
/// <param name="flags">What the event's handlers and publishers need: only publishers and later attempts ask for the key.</param>
/// <param name="maxDepth">How often a key that emits may be read within itself.</param>
internal sealed class KeyedContextFactory<T>(EventContextFactory contexts, EventDefinition<T> definition, DispatchFlags flags, int maxDepth)
{
    private readonly bool _keepsKey = definition.Key is not null && (flags & (DispatchFlags.Publishers | DispatchFlags.KeyedRetry)) != 0;
    private readonly bool _keepsText = (flags & DispatchFlags.Publishers) != 0;

    private string EventId => definition.Descriptor.Id;

    /// <summary>Whether the event has a key.</summary>
    public bool HasKey { get; } = definition.Key is not null;

    /// <summary>Reads the key for the queue. What the user's property throws comes out: an event that cannot be ordered is refused before anything of it runs.</summary>
    public PartitionKey KeyOf(T payload)
    {
        if (definition.Key is not { } key) return default;
        using (ForeignCallScope.Enter(maxDepth)) return key(payload);
    }

    /// <summary>The same where only the partition is asked for.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong PartitionOf(T payload)
    {
        if (definition.Key is not { } key) return 0;
        using (ForeignCallScope.Enter(maxDepth)) return key(payload).Partition;
    }

    /// <summary>Reads the key for what goes on without it: later attempts of handlers that an emit runs itself, and publishers of an invoked event.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="key">The key; the default one for an event that has none.</param>
    /// <returns>False when the user's property throws: those attempts are not ordered, and those publishers fail.</returns>
    public bool TryReadKey(T payload, out PartitionKey key)
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

    /// <summary>Creates the context of an event emitted here and now.</summary>
    public EventContext Create(in PartitionKey key) => contexts.Create(EventId, Kept(key));

    /// <summary>The same, with the key if it can be read.</summary>
    public EventContext CreateWithReadableKey(T payload) => contexts.Create(EventId, TryReadKey(payload, out var key) ? Kept(key) : null);

    /// <summary>The same of an event that has no key, or whose key nobody asks for.</summary>
    public EventContext CreateWithoutKey() => contexts.Create(EventId, key: null);

    /// <summary>Restores the context of an event that a message or dead letter holds.</summary>
    public EventContext Restore(Guid id, DateTimeOffset timestamp, EventMetadata metadata, EmitTrace? trace, in PartitionKey key, IAcknowledgement? acknowledgement, string? via) =>
        contexts.Restore(EventId, id, timestamp, metadata, trace, Kept(key), acknowledgement, via);

    private EmittedKey? Kept(in PartitionKey key) => _keepsKey ? new EmittedKey(key.Partition, _keepsText ? key.ToString() : null) : null;
}
