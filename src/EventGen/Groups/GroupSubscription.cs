namespace EventGen;

/// <summary>A subscription to every event of a group: one to each of their topics.</summary>
internal sealed class GroupSubscription : EventSubscription
{
    private readonly LinkedList<GroupSubscription>? _list;
    private readonly LinkedListNode<GroupSubscription>? _node;

    // 1 until ended; Interlocked, so that one of several that end it does.
    private int _active = 1;

    /// <param name="original">The delegate that was subscribed; <see langword="null"/> for a stream.</param>
    /// <param name="parts">The subscriptions, in the order of the group's members.</param>
    /// <param name="list">Lists it while it is active, under the list's lock; <see langword="null"/> where <c>Unsubscribe</c> finds nothing.</param>
    public GroupSubscription(Delegate? original, EventSubscription[] parts, LinkedList<GroupSubscription>? list)
    {
        Original = original;
        Parts = parts;
        _list = list;
        if (list is null) return;
        lock (list) _node = list.AddLast(this);
    }

    /// <summary>The delegate that was subscribed, for comparing.</summary>
    public Delegate? Original { get; }

    public EventSubscription[] Parts { get; }

    public override bool IsActive => Volatile.Read(ref _active) != 0;

    public override void Dispose() => TryEnd();

    /// <summary>Ends the subscription; false when it had ended before.</summary>
    public bool TryEnd()
    {
        if (Interlocked.Exchange(ref _active, 0) == 0) return false;
        foreach (var part in Parts) part.Dispose();
        if (_list is null) return true;
        lock (_list) _list.Remove(_node!);
        return true;
    }
}
