namespace EventGen;

/// <summary>The newest emissions of one topic. Thread safe; <see cref="Newest"/> is read under <see cref="Gate"/>.</summary>
/// <remarks>
/// An event is kept, and finds its subscribers, at one moment; a stream finds what was kept, and becomes a subscriber, at one moment:
/// so that it gets each event once.
/// </remarks>
/// <param name="capacity">How many are kept.</param>
/// <param name="nextNumber">Gives the place of one more event among all that the bus keeps.</param>
internal sealed class EventHistory<T>(int capacity, Func<long> nextNumber)
{
    private readonly Queue<(long Order, T Payload)> _newest = new();

    /// <summary>Locked while an event is kept, or a subscriber joins.</summary>
    public object Gate { get; } = new();

    /// <summary>What is kept, the oldest first, with its place among all that the bus keeps.</summary>
    public IEnumerable<(long Order, T Payload)> Newest => _newest;

    /// <summary>Keeps an event.</summary>
    /// <returns>The subscribers that see it.</returns>
    public SubscriberTable<T> Add(T payload, SubscriberList<T> subscribers)
    {
        lock (Gate)
        {
            if (_newest.Count == capacity) _newest.Dequeue();
            _newest.Enqueue((nextNumber(), payload));
            return subscribers.Current;
        }
    }

    /// <summary>Adds a subscriber that gets every event from now on.</summary>
    /// <param name="add">Adds it.</param>
    /// <returns>The events before, the oldest first.</returns>
    public T[] Join(Action add)
    {
        lock (Gate)
        {
            add();
            return [.. _newest.Select(static kept => kept.Payload)];
        }
    }
}
