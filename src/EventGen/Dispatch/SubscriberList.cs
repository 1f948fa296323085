namespace EventGen;

/// <summary>The run-time subscribers of one topic. Thread safe.</summary>
/// <param name="need">Tells the topic of a flag that a first subscriber needs, or that no subscriber needs any more.</param>
internal sealed class SubscriberList<T>(Action<DispatchFlags, bool> need)
{
    private readonly Gate _gate = new();

    // Replaced whole under _gate; a dispatch takes one snapshot and keeps it.
    private volatile SubscriberTable<T> _current = SubscriberTable<T>.Empty;

    // Under _gate: how many active subscriptions there are, and how many need what.
    private int _active;
    private int _synchronous;
    private int _asynchronous;
    private int _contextual;

    /// <summary>The subscribers at this moment.</summary>
    public SubscriberTable<T> Current => _current;

    /// <summary>How many subscriptions are active.</summary>
    public int ActiveCount => Volatile.Read(ref _active);

    /// <summary>True when there is a subscription; whoever found the bus running has been counted.</summary>
    public bool HasAny
    {
        get
        {
            lock (_gate) return _active > 0;
        }
    }

    /// <summary>Adds a subscription, which sees the next event.</summary>
    /// <param name="subscription">The subscription; one that has ended is not added.</param>
    /// <param name="refuse">Throws when the bus takes no more subscriptions.</param>
    public void Add(TopicSubscription<T> subscription, Action refuse)
    {
        lock (_gate)
        {
            refuse();
            if (!subscription.IsActive) return;   // a stream of several topics, ended by an event of another

            // Before the subscriber is seen, so that whoever sees it also knows what it needs.
            Count(subscription, +1);
            subscription.IsListed = true;
            _current = _current.With(subscription, Needs);
        }
    }

    public void Remove(TopicSubscription<T> subscription)
    {
        lock (_gate)
        {
            if (!subscription.IsListed) return;   // made on the null bus
            subscription.IsListed = false;
            Count(subscription, -1);
            _current = _current.Without(subscription, _active, Needs);
        }
    }

    /// <summary>Ends the newest subscription of an equal delegate; false when there is none.</summary>
    public bool EndNewest(Delegate handler)
    {
        var entries = _current.Entries;
        for (int i = entries.Length - 1; i >= 0; i--)
        {
            var subscriber = (TopicSubscription<T>)entries[i].Target;
            if (handler.Equals(subscriber.Original) && subscriber.TryEnd()) return true;
        }

        return false;
    }

    /// <summary>Ends the streams among them; their readers still get what is buffered.</summary>
    public void CompleteStreams()
    {
        SubscriberTable<T> subscribers;
        lock (_gate) subscribers = _current;   // after whoever found the bus running has been added
        foreach (var entry in subscribers.Entries) ((TopicSubscription<T>)entry.Target).Completed?.Invoke();
    }

    // Under _gate.
    private DispatchFlags Needs =>
        (_synchronous > 0 ? DispatchFlags.Subscribers : 0) | (_asynchronous > 0 ? DispatchFlags.AsynchronousSubscribers : 0) | (_contextual > 0 ? DispatchFlags.Context : 0);

    // Under _gate.
    private void Count(TopicSubscription<T> subscription, int change)
    {
        _active += change;
        Count(ref _synchronous, DispatchFlags.Subscribers);
        Count(ref _asynchronous, DispatchFlags.AsynchronousSubscribers);
        Count(ref _contextual, DispatchFlags.Context);

        void Count(ref int counter, DispatchFlags flag)
        {
            if ((subscription.Needs & flag) == 0) return;
            bool wasNeeded = counter > 0;
            counter += change;
            if (counter > 0 != wasNeeded) need(flag, counter > 0);
        }
    }
}
