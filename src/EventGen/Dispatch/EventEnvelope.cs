namespace EventGen;

/// <summary>A queued event's payload together with what cannot be left behind while it waits. Used again, by one event at a time.</summary>
internal abstract class EventEnvelope
{
    /// <summary>The context, if somebody takes it.</summary>
    public EventContext? Context { get; protected set; }

    /// <summary>Without a context: the metadata and cause that surrounded the emit, for the events its handlers emit.</summary>
    public AmbientState? CapturedContext { get; protected set; }
}

/// <inheritdoc/>
internal sealed class EventEnvelope<T> : EventEnvelope
{
    /// <summary>The event.</summary>
    public T Payload { get; private set; } = default!;

    /// <summary>The subscribers of an emit whose synchronous part has run; <see langword="null"/> when the worker takes those of its time.</summary>
    public SubscriberTable<T>? Subscribers { get; private set; }

    public EventEnvelope<T> Fill(T payload, EventContext? context, AmbientState? capturedContext, SubscriberTable<T>? subscribers)
    {
        (Payload, Context, CapturedContext, Subscribers) = (payload, context, capturedContext, subscribers);
        return this;
    }

    /// <summary>Forgets everything, so that a spare keeps nothing alive.</summary>
    public void Clear() => Fill(default!, null, null, null);
}
