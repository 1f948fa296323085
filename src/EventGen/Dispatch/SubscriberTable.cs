namespace EventGen;

/// <summary>The run-time subscribers of a topic at one moment, in the order in which they subscribed. Immutable.</summary>
/// <remarks>
/// Tables share their array: a new subscriber is written behind the last one that any earlier table shows, so adding one
/// costs a constant, amortised. Ended subscriptions stay, doing nothing, until they are half of the table.
/// </remarks>
internal sealed class SubscriberTable<T>
{
    private readonly TopicSubscription<T>[] _array;
    private readonly int _count;

    private SubscriberTable(TopicSubscription<T>[] array, int count) => (_array, _count) = (array, count);

    public static SubscriberTable<T> Empty { get; } = new([], 0);

    public ReadOnlySpan<TopicSubscription<T>> Subscribers => _array.AsSpan(0, _count);

    public bool IsEmpty => _count == 0;

    /// <summary>With one more. Only for the newest table: its array has one next place.</summary>
    public SubscriberTable<T> With(TopicSubscription<T> subscriber)
    {
        var array = _array;
        if (_count == array.Length) Array.Resize(ref array, Math.Max(4, 2 * _count));
        array[_count] = subscriber;
        return new SubscriberTable<T>(array, _count + 1);
    }

    /// <summary>Without the ended ones, if these are at least half of it.</summary>
    public SubscriberTable<T> Trimmed(int active)
    {
        if (active > _count / 2) return this;
        if (active == 0) return Empty;
        var array = new TopicSubscription<T>[active];
        int count = 0;
        foreach (var subscriber in Subscribers)
        {
            if (subscriber.IsListed) array[count++] = subscriber;
        }

        return new SubscriberTable<T>(array, count);
    }
}
