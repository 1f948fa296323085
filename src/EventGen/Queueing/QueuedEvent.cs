namespace EventGen;

/// <summary>An event on the queue: 32 bytes, copied by value.</summary>
/// <param name="topic">The topic that runs it.</param>
/// <param name="item">The payload, a <see cref="EventEnvelope{T}"/> or a <see cref="FailedDelivery"/>.</param>
/// <param name="partition">The partition it keeps its order in; 0 for none.</param>
/// <param name="part">What of its work it stands for.</param>
internal readonly struct QueuedEvent(EventTopic topic, object item, ulong partition, QueuedPart part)
{
    public readonly EventTopic Topic = topic;
    public readonly object Item = item;
    public readonly ulong Partition = partition;
    public readonly QueuedPart Part = part;
}
