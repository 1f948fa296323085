namespace EventGen;

/// <summary>An event on the queue: 32 bytes, copied by value.</summary>
/// <param name="owner">Runs it.</param>
/// <param name="item">What its owner knows it by.</param>
/// <param name="partition">The partition it keeps its order in; 0 for none.</param>
/// <param name="part">What of its work it stands for.</param>
internal readonly struct QueuedEvent(QueuedWork owner, object item, ulong partition, QueuedPart part)
{
    public readonly QueuedWork Owner = owner;
    public readonly object Item = item;
    public readonly ulong Partition = partition;
    public readonly QueuedPart Part = part;
}
