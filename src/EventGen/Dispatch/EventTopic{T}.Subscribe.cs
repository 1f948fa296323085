using System.Runtime.CompilerServices;

namespace EventGen;

// Run-time subscriptions.
public sealed partial class EventTopic<T>
{
    private readonly object _subscribing = new();

    // Replaced whole under _subscribing; a dispatch takes one snapshot and keeps it.
    private volatile SubscriberTable<T> _subscribers = SubscriberTable<T>.Empty;

    // Under _subscribing: how many active subscriptions there are, and how many need what.
    private int _active;
    private int _synchronous;
    private int _asynchronous;
    private int _contextual;

    // Overloads are ranked so that a lambda finds the one that is meant: an asynchronous lambda becomes a ValueTask, and
    // an unused second parameter an EventContext.

    /// <summary>Subscribes a synchronous handler.</summary>
    /// <remarks>
    /// Run-time handlers run after the compile-time ones, in the order in which they subscribed. A subscription made
    /// during a dispatch sees the next event.
    /// </remarks>
    /// <param name="handler">Called with each event. What it throws is reported and stops no other handler.</param>
    /// <returns>Ends the subscription when disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is <see langword="null"/>.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public EventSubscription Subscribe(Action<T> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.Subscribers) { Plain = handler });

    /// <inheritdoc cref="Subscribe(Action{T})"/>
    [OverloadResolutionPriority(1)]
    public EventSubscription Subscribe(Action<T, EventContext> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.Subscribers | DispatchFlags.Context) { Synchronous = (payload, context, _) => handler(payload, context!) });

    /// <inheritdoc cref="Subscribe(Action{T})"/>
    public EventSubscription Subscribe(Action<T, CancellationToken> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.Subscribers) { Synchronous = (payload, _, token) => handler(payload, token) });

    /// <inheritdoc cref="Subscribe(Action{T})"/>
    [OverloadResolutionPriority(1)]
    public EventSubscription Subscribe(Action<T, EventContext, CancellationToken> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.Subscribers | DispatchFlags.Context) { Synchronous = handler! });

    /// <summary>Subscribes an asynchronous handler.</summary>
    /// <inheritdoc cref="Subscribe(Action{T})"/>
    [OverloadResolutionPriority(4)]
    public EventSubscription Subscribe(Func<T, ValueTask> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.AsynchronousSubscribers) { Asynchronous = (payload, _, _) => handler(payload) });

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(5)]
    public EventSubscription Subscribe(Func<T, EventContext, ValueTask> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.AsynchronousSubscribers | DispatchFlags.Context) { Asynchronous = (payload, context, _) => handler(payload, context!) });

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(4)]
    public EventSubscription Subscribe(Func<T, CancellationToken, ValueTask> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.AsynchronousSubscribers) { Asynchronous = (payload, _, token) => handler(payload, token) });

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(5)]
    public EventSubscription Subscribe(Func<T, EventContext, CancellationToken, ValueTask> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.AsynchronousSubscribers | DispatchFlags.Context) { Asynchronous = handler! });

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(2)]
    public EventSubscription Subscribe(Func<T, Task> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.AsynchronousSubscribers) { Asynchronous = (payload, _, _) => new ValueTask(handler(payload)) });

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(3)]
    public EventSubscription Subscribe(Func<T, EventContext, Task> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.AsynchronousSubscribers | DispatchFlags.Context) { Asynchronous = (payload, context, _) => new ValueTask(handler(payload, context!)) });

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(2)]
    public EventSubscription Subscribe(Func<T, CancellationToken, Task> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.AsynchronousSubscribers) { Asynchronous = (payload, _, token) => new ValueTask(handler(payload, token)) });

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(3)]
    public EventSubscription Subscribe(Func<T, EventContext, CancellationToken, Task> handler) =>
        Add(new(this, Checked(handler), DispatchFlags.AsynchronousSubscribers | DispatchFlags.Context) { Asynchronous = (payload, context, token) => new ValueTask(handler(payload, context!, token)) });

    /// <summary>Ends the newest subscription of an equal delegate.</summary>
    /// <param name="handler">Compared by <see cref="object.Equals(object?)"/>: same method, same target.</param>
    /// <returns>False when no active subscription has it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is <see langword="null"/>.</exception>
    public bool Unsubscribe(Delegate handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var entries = _subscribers.Entries;
        for (int i = entries.Length - 1; i >= 0; i--)
        {
            var subscriber = entries[i].Subscription;
            if (handler.Equals(subscriber.Original) && subscriber.TryEnd()) return true;
        }

        return false;
    }

    internal void Remove(TopicSubscription<T> subscription)
    {
        lock (_subscribing)
        {
            if (!subscription.IsListed) return;   // made on the null bus
            subscription.IsListed = false;
            Count(subscription, -1);
            _subscribers = _subscribers.Without(subscription, _active);
        }
    }

    private static TDelegate Checked<TDelegate>(TDelegate handler) where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(handler);
        return handler;
    }

    internal TopicSubscription<T> Add(TopicSubscription<T> subscription)
    {
        if ((Needs & DispatchFlags.Null) != 0) return subscription;
        lock (_subscribing)
        {
            if ((Needs & DispatchFlags.Stopped) != 0 && Bus.Queue.IsRefusing) throw new EventBusStoppedException(Descriptor.Id);
            if (!subscription.IsActive) return subscription;   // a stream of several topics, ended by an event of another

            // Before the subscriber is seen, so that whoever sees it also knows what it needs.
            Count(subscription, +1);
            subscription.IsListed = true;
            _subscribers = _subscribers.With(subscription);
        }

        return subscription;
    }

    // Under _subscribing.
    private void Count(TopicSubscription<T> subscription, int change)
    {
        _active += change;
        Count(ref _synchronous, DispatchFlags.Subscribers);
        Count(ref _asynchronous, DispatchFlags.AsynchronousSubscribers);
        Count(ref _contextual, DispatchFlags.Context);

        void Count(ref int counter, DispatchFlags need)
        {
            if ((subscription.Needs & need) == 0) return;
            counter += change;
            Need(need, needed: counter > 0 || (_ownNeeds & need) != 0);
        }
    }
}
