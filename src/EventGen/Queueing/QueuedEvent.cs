namespace EventGen;

/// <summary>An event on the queue: 32 bytes, copied by value.</summary>
/// <param name="topic">The topic that runs it.</param>
/// <param name="item">The payload, or a <see cref="QueuedPayload{T}"/>.</param>
/// <param name="lane">The lane it keeps its order in; 0 for none.</param>
/// <param name="synchronousDone">True when the emitter has run the synchronous handlers.</param>
internal readonly struct QueuedEvent(EventTopic topic, object item, ulong lane, bool synchronousDone)
{
    public readonly EventTopic Topic = topic;
    public readonly object Item = item;
    public readonly ulong Lane = lane;
    public readonly bool SynchronousDone = synchronousDone;
}
