namespace EventGen;

// Puts events into envelopes for the queue and returns the envelopes to the pool. An envelope belongs to one queued event, which is
// run, dropped, or undelivered at the close, so it is returned once or not at all.
public sealed partial class EventTopic<T>
{
    // When more events than this wait, further envelopes are created and not pooled.
    private const int MaxPooled = 4096;

    // Created with the first envelope, since most topics need none.
    private EnvelopePool? _envelopes;

    /// <summary>All of an event's work, for a worker.</summary>
    private QueuedEvent Envelop(T payload)
    {
        var key = KeyOf(payload);
        var context = NeedsContext(Needs) ? CreateContext(key) : null;
        var capturedContext = context is null ? Ambient.Captured : null;
        object item = context is null && capturedContext is null && !typeof(T).IsValueType
            ? payload!
            : TakeEnvelope().Fill(payload, context, capturedContext, null);
        return new QueuedEvent(this, item, key.Partition, QueuedPart.All);
    }

    /// <summary>What an emit leaves to a worker, once it has run the synchronous handlers itself.</summary>
    private QueuedEvent EnvelopeAsynchronousPart(T payload, EventContext? context, SubscriberTable<T> subscribers, ulong partition) =>
        new(this, TakeEnvelope().Fill(payload, context, context is null ? Ambient.Captured : null, subscribers), partition, QueuedPart.AsynchronousPart);

    /// <inheritdoc/>
    internal override void Recycle(in QueuedEvent queued)
    {
        if (queued.Item is EventEnvelope<T> envelope) Keep(envelope);
    }

    private EventEnvelope<T> TakeEnvelope() => (EventEnvelope<T>?)Envelopes().TryTake() ?? new EventEnvelope<T>();

    private void Keep(EventEnvelope<T> envelope)
    {
        envelope.Clear();
        Envelopes().Keep(envelope);
    }

    private EnvelopePool Envelopes()
    {
        if (Volatile.Read(ref _envelopes) is { } envelopes) return envelopes;
        envelopes = new EnvelopePool(Math.Min(Bus.Queue.Capacity, MaxPooled));
        return Interlocked.CompareExchange(ref _envelopes, envelopes, null) ?? envelopes;
    }
}
