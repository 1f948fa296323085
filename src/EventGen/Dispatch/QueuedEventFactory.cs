using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>Makes queued events of one topic, and takes their envelopes back. Thread safe.</summary>
/// <remarks>An envelope belongs to one queued event, which is run, dropped, or undelivered at the close, so it is returned once or not at all.</remarks>
internal sealed class QueuedEventFactory<T>(EventTopic<T> topic, int queueCapacity)
{
    // When more events than this wait, further envelopes are created and not pooled.
    private const int MaxPooled = 4096;

    // Created with the first envelope, since most topics need none.
    private EnvelopePool? _pool;

    private EnvelopePool Pool
    {
        get
        {
            if (Volatile.Read(ref _pool) is { } pool) return pool;
            pool = new EnvelopePool(Math.Min(queueCapacity, MaxPooled));
            return Interlocked.CompareExchange(ref _pool, pool, null) ?? pool;
        }
    }

    /// <summary>All of an event's work.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if somebody takes it.</param>
    /// <param name="partition">The partition of the queue that it enters; 0 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public QueuedEvent All(T payload, EventContext? context, ulong partition)
    {
        var captured = context is null ? Ambient.Captured : null;
        object item = context is null && captured is null && !typeof(T).IsValueType
            ? payload!
            : TakeEnvelope().Fill(payload, context, captured, null);
        return new QueuedEvent(topic, item, partition, QueuedPart.All);
    }

    /// <summary>What an emit leaves to a worker, besides the synchronous targets that it runs itself.</summary>
    /// <inheritdoc cref="All"/>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if somebody takes it.</param>
    /// <param name="subscribers">The subscribers that see the event.</param>
    /// <param name="partition">The partition of the queue that it enters; 0 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public QueuedEvent AsynchronousPart(T payload, EventContext? context, SubscriberTable<T> subscribers, ulong partition) =>
        new(topic, TakeEnvelope().Fill(payload, context, context is null ? Ambient.Captured : null, subscribers), partition, QueuedPart.AsynchronousPart);

    /// <summary>Takes back the envelope of an event that nobody will run.</summary>
    public void Recycle(in QueuedEvent queued)
    {
        if (queued.Item is EventEnvelope<T> envelope) Recycle(envelope);
    }

    /// <summary>Takes back an envelope that has been read.</summary>
    public void Recycle(EventEnvelope<T> envelope)
    {
        envelope.Clear();
        Pool.Keep(envelope);
    }

    private EventEnvelope<T> TakeEnvelope() => (EventEnvelope<T>?)Pool.TryTake() ?? new EventEnvelope<T>();
}
