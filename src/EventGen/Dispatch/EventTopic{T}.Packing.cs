namespace EventGen;

// How an event is packed for the queue, and what becomes of the packing. A packing belongs to the queued event it was made
// for, and an event is either run, dropped, or left at the close: so it is brought back once or not at all.
public sealed partial class EventTopic<T>
{
    // More than these are made when so many events wait, and not kept.
    private const int MostSpares = 4096;

    // Made with the first packing, for most topics need none.
    private SparePayloads? _spares;

    /// <summary>All of an event's work, for a worker.</summary>
    private QueuedEvent Pack(T payload)
    {
        var key = KeyOf(payload);
        var context = NeedsContext(Needs) ? CreateContext(key) : null;
        var surroundings = context is null ? Ambient.Cargo : null;
        object item = context is null && surroundings is null && !typeof(T).IsValueType
            ? payload!
            : Packing().Fill(payload, context, surroundings, null);
        return new QueuedEvent(this, item, key.Lane, QueuedPart.All);
    }

    /// <summary>What an emit leaves to a worker, once it has run the synchronous handlers itself.</summary>
    private QueuedEvent PackRest(T payload, EventContext? context, SubscriberTable<T> subscribers, ulong partition) =>
        new(this, Packing().Fill(payload, context, context is null ? Ambient.Cargo : null, subscribers), partition, QueuedPart.Rest);

    /// <inheritdoc/>
    internal override void Recycle(in QueuedEvent queued)
    {
        if (queued.Item is QueuedPayload<T> packed) Keep(packed);
    }

    private QueuedPayload<T> Packing() => (QueuedPayload<T>?)Spares().TryTake() ?? new QueuedPayload<T>();

    private void Keep(QueuedPayload<T> packing)
    {
        packing.Clear();
        Spares().Keep(packing);
    }

    private SparePayloads Spares()
    {
        if (Volatile.Read(ref _spares) is { } spares) return spares;
        spares = new SparePayloads(Math.Min(Bus.Queue.Capacity, MostSpares));
        return Interlocked.CompareExchange(ref _spares, spares, null) ?? spares;
    }
}
