namespace EventGen;

/// <summary>The newest emissions of one topic. Its topic governs it, under its lock.</summary>
internal sealed class EventHistory<T>(int capacity)
{
    private readonly Queue<(long Order, T Payload)> _newest = new();

    /// <summary>What is kept, the oldest first, with its place among all that the bus keeps.</summary>
    public IEnumerable<(long Order, T Payload)> Newest => _newest;

    public void Add(long order, T payload)
    {
        if (_newest.Count == capacity) _newest.Dequeue();
        _newest.Enqueue((order, payload));
    }
}
