namespace EventGen;

/// <summary>The run-time subscribers of a topic at one moment, in the order in which they subscribed.</summary>
/// <remarks>
/// <para>Tables share their array: a new subscriber is written behind the last one that any earlier table shows, so adding one
/// costs a constant, amortised. Ended subscriptions stay, doing nothing, until they are half of the table.</para>
/// <para>Beside each subscription stands its delegate, if it takes only the payload, so that a dispatch calls it without going
/// through the subscription. An end takes the delegate out of the newest array and makes another table; a dispatch that
/// began before may have an older array before it. So delegates are good until a subscription ends; after that, only the
/// subscriptions say what is to be called.</para>
/// </remarks>
internal sealed class SubscriberTable<T> : DeliveryTargets<T>
{
    private SubscriberTable(Entry[] entries, int count, EndedTargets ended, DispatchFlags needs)
        : base(entries, count, ended) => Needs = needs;

    public static SubscriberTable<T> Empty { get; } = new([], 0, new EndedTargets(), DispatchFlags.None);

    /// <summary>What the active ones need of an emit.</summary>
    public DispatchFlags Needs { get; }

    /// <summary>With one more. Only for the newest table: its array has one next place.</summary>
    /// <param name="subscriber">The new one.</param>
    /// <param name="needs">What all of them need.</param>
    public SubscriberTable<T> With(TopicSubscription<T> subscriber, DispatchFlags needs)
    {
        var entries = Array;
        if (Count == entries.Length) System.Array.Resize(ref entries, Math.Max(4, 2 * Count));
        subscriber.Place = Count;
        entries[Count] = new Entry(subscriber.Plain, subscriber);
        return new SubscriberTable<T>(entries, Count + 1, IsEmpty ? new EndedTargets() : Ended, needs);
    }

    /// <summary>Without one that has ended; without any that has, if these are at least half of it. Only for the newest table.</summary>
    /// <param name="ended">The one that has ended.</param>
    /// <param name="active">How many have not.</param>
    /// <param name="needs">What these need.</param>
    public SubscriberTable<T> Without(TopicSubscription<T> ended, int active, DispatchFlags needs)
    {
        Ended.Add();
        if (active == 0) return Empty;
        Array[ended.Place] = new Entry(null, ended);
        if (active > Count / 2) return new SubscriberTable<T>(Array, Count, new EndedTargets(), needs);

        var entries = new Entry[active];
        int count = 0;
        foreach (var entry in Entries)
        {
            var subscription = (TopicSubscription<T>)entry.Target;
            if (!subscription.IsListed) continue;
            subscription.Place = count;
            entries[count++] = entry;
        }

        return new SubscriberTable<T>(entries, count, new EndedTargets(), needs);
    }
}
