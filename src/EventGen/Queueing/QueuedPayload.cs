namespace EventGen;

/// <summary>A queued event's payload together with what cannot be left behind while it waits.</summary>
/// <param name="Payload">The event.</param>
/// <param name="Context">Its context, if somebody takes it.</param>
/// <param name="Surroundings">Without a context: the metadata and cause that surrounded the emit, for the events its handlers emit.</param>
internal sealed record QueuedPayload<T>(T Payload, EventContext? Context, AmbientState? Surroundings)
{
    /// <summary>The subscribers of an emit whose synchronous part has run; <see langword="null"/> when the worker takes those of its time.</summary>
    public SubscriberTable<T>? Subscribers { get; init; }
}
