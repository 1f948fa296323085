using System.Collections;

namespace EventGen;

/// <summary>The run-time subscribers of a topic at one moment, in the order in which they subscribed. Immutable but for what has ended.</summary>
/// <remarks>
/// <para>Tables share their array: a new subscriber is written behind the last one that any earlier table shows, so adding one
/// costs a constant, amortised. Ended subscriptions stay, doing nothing, until they are half of the table.</para>
/// <para>Beside each subscription stands its delegate, if it takes only the payload, so that a dispatch calls it without going
/// through the subscription. An end takes the delegate out of the newest array and makes another table; a dispatch that
/// began before may have an older array before it. So delegates are good for as long as the table is the topic's newest;
/// after that, only the subscriptions say what is to be called.</para>
/// </remarks>
internal sealed class SubscriberTable<T> : IReadOnlyList<IDeliveryTarget<T>>
{
    private readonly Entry[] _entries;
    private readonly int _count;

    private SubscriberTable(Entry[] entries, int count, DispatchFlags needs) => (_entries, _count, Needs) = (entries, count, needs);

    public static SubscriberTable<T> Empty { get; } = new([], 0, DispatchFlags.None);

    /// <summary>What the active ones need of an emit.</summary>
    public DispatchFlags Needs { get; }

    /// <summary>The subscriptions in order, those that have ended among them.</summary>
    public ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, _count);

    public bool IsEmpty => _count == 0;

    public int Count => _count;

    public IDeliveryTarget<T> this[int index] => _entries[index].Subscription;

    public ref readonly Entry EntryAt(int index) => ref _entries[index];

    /// <summary>With one more. Only for the newest table: its array has one next place.</summary>
    /// <param name="subscriber">The new one.</param>
    /// <param name="needs">What all of them need.</param>
    public SubscriberTable<T> With(TopicSubscription<T> subscriber, DispatchFlags needs)
    {
        var entries = _entries;
        if (_count == entries.Length) Array.Resize(ref entries, Math.Max(4, 2 * _count));
        subscriber.Place = _count;
        entries[_count] = new Entry(subscriber.Plain, subscriber);
        return new SubscriberTable<T>(entries, _count + 1, needs);
    }

    /// <summary>Without one that has ended; without any that has, if these are at least half of it. Only for the newest table.</summary>
    /// <param name="ended">The one that has ended.</param>
    /// <param name="active">How many have not.</param>
    /// <param name="needs">What these need.</param>
    public SubscriberTable<T> Without(TopicSubscription<T> ended, int active, DispatchFlags needs)
    {
        if (active == 0) return Empty;
        _entries[ended.Place] = new Entry(null, ended);
        if (active > _count / 2) return new SubscriberTable<T>(_entries, _count, needs);

        var entries = new Entry[active];
        int count = 0;
        foreach (var entry in Entries)
        {
            if (!entry.Subscription.IsListed) continue;
            entry.Subscription.Place = count;
            entries[count++] = entry;
        }

        return new SubscriberTable<T>(entries, count, needs);
    }

    public IEnumerator<IDeliveryTarget<T>> GetEnumerator()
    {
        for (int i = 0; i < _count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A subscription, and its delegate if that is a synchronous one that takes only the payload.</summary>
    public readonly struct Entry(Action<T>? plain, TopicSubscription<T> subscription)
    {
        public readonly Action<T>? Plain = plain;
        public readonly TopicSubscription<T> Subscription = subscription;
    }
}
