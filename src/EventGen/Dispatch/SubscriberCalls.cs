namespace EventGen;

/// <summary>The synchronous subscribers of one snapshot.</summary>
/// <param name="list">The topic's subscribers.</param>
/// <param name="subscribers">The snapshot that the event sees.</param>
/// <param name="cancellationToken">Passed to the subscribers.</param>
internal readonly struct SubscriberCalls<T>(SubscriberList<T> list, SubscriberTable<T> subscribers, CancellationToken cancellationToken) : ISynchronousCalls<T>
{
    public int Count => subscribers.Count;

    public IDeliveryTarget<T> Target(int index) => subscribers[index];

    public void Call(int index, T payload, EventContext? context)
    {
        // The delegate beside the subscription is good for as long as the table is the newest: then none of its subscriptions has ended.
        ref readonly var entry = ref subscribers.EntryAt(index);
        if (entry.Plain is { } plain && ReferenceEquals(list.Current, subscribers)) plain(payload);
        else entry.Subscription.Call(payload, context, cancellationToken);
    }
}
