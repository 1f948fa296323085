using System.Runtime.CompilerServices;

namespace EventGen;

// Run-time subscriptions to every member. The overloads are those of a topic, ranked as there; a test holds them equal.
public sealed partial class EventGroup<T>
{
    // Under itself; those that have ended take themselves off.
    private readonly LinkedList<GroupSubscription> _subscriptions = [];

    /// <summary>Subscribes a synchronous handler to every event of the group.</summary>
    /// <inheritdoc cref="EventTopic{T}.Subscribe(Action{T})"/>
    public EventSubscription Subscribe(Action<T> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Action{T})"/>
    [OverloadResolutionPriority(1)]
    public EventSubscription Subscribe(Action<T, EventContext> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Action{T})"/>
    public EventSubscription Subscribe(Action<T, CancellationToken> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Action{T})"/>
    [OverloadResolutionPriority(1)]
    public EventSubscription Subscribe(Action<T, EventContext, CancellationToken> handler) => Add(new RunTimeHandler<T>(handler));

    /// <summary>Subscribes an asynchronous handler to every event of the group.</summary>
    /// <inheritdoc cref="Subscribe(Action{T})"/>
    [OverloadResolutionPriority(4)]
    public EventSubscription Subscribe(Func<T, ValueTask> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(5)]
    public EventSubscription Subscribe(Func<T, EventContext, ValueTask> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(4)]
    public EventSubscription Subscribe(Func<T, CancellationToken, ValueTask> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(5)]
    public EventSubscription Subscribe(Func<T, EventContext, CancellationToken, ValueTask> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(2)]
    public EventSubscription Subscribe(Func<T, Task> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(3)]
    public EventSubscription Subscribe(Func<T, EventContext, Task> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(2)]
    public EventSubscription Subscribe(Func<T, CancellationToken, Task> handler) => Add(new RunTimeHandler<T>(handler));

    /// <inheritdoc cref="Subscribe(Func{T, ValueTask})"/>
    [OverloadResolutionPriority(3)]
    public EventSubscription Subscribe(Func<T, EventContext, CancellationToken, Task> handler) => Add(new RunTimeHandler<T>(handler));

    /// <summary>Ends the newest subscription of an equal delegate to the group.</summary>
    /// <param name="handler">Compared by <see cref="object.Equals(object?)"/>: same method, same target.</param>
    /// <returns>False when no active subscription to the group has it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is <see langword="null"/>.</exception>
    public bool Unsubscribe(Delegate handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        GroupSubscription[] candidates;
        lock (_subscriptions) candidates = [.. _subscriptions.Reverse()];
        return candidates.Any(subscription => handler.Equals(subscription.Original) && subscription.TryEnd());
    }

    private GroupSubscription Add(RunTimeHandler<T> handler)
    {
        var list = _isNull ? null : _subscriptions;   // that bus lives for ever, and would keep alive what nobody ends
        var subscription = new GroupSubscription(handler.Original, Array.ConvertAll(_members, member => member.Prepare(handler)), list);
        Add(subscription.Parts, subscription);
        return subscription;
    }

    // All or none.
    private void Add(EventSubscription[] parts, IDisposable whole)
    {
        try
        {
            for (int i = 0; i < parts.Length; i++) _members[i].Add(parts[i]);
        }
        catch
        {
            whole.Dispose();
            throw;
        }
    }
}
