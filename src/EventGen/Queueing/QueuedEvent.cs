namespace EventGen;

/// <summary>An event on the queue: 32 bytes, copied by value.</summary>
/// <param name="topic">The topic that runs it.</param>
/// <param name="item">The payload, a <see cref="QueuedPayload{T}"/> or a <see cref="FailedDelivery"/>.</param>
/// <param name="lane">The lane it keeps its order in; 0 for none.</param>
/// <param name="part">What of its work it stands for.</param>
internal readonly struct QueuedEvent(EventTopic topic, object item, ulong lane, QueuedPart part)
{
    public readonly EventTopic Topic = topic;
    public readonly object Item = item;
    public readonly ulong Lane = lane;
    public readonly QueuedPart Part = part;
}
