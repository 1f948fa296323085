namespace EventGen;

/// <summary>The newest emissions of one topic. Its topic governs it, under its lock.</summary>
internal sealed class EventHistory<T>(int capacity)
{
    private readonly Queue<T> _newest = new();

    public void Add(T payload)
    {
        if (_newest.Count == capacity) _newest.Dequeue();
        _newest.Enqueue(payload);
    }

    /// <summary>What is kept, the oldest first.</summary>
    public T[] ToArray() => _newest.ToArray();
}
