namespace EventGen;

/// <summary>One event of a group on one bus: its topic, typed by the group.</summary>
internal abstract class GroupMember<TGroup>
{
    public abstract EventTopic Topic { get; }

    /// <summary>Orders members alike in every group.</summary>
    public abstract int Slot { get; }

    /// <summary>What the topic keeps, which is locked to stand still; <see langword="null"/> when it keeps nothing.</summary>
    public abstract object? History { get; }

    public abstract void Emit(TGroup payload);

    public abstract ValueTask EmitAsync(TGroup payload, CancellationToken cancellationToken);

    public abstract ValueTask InvokeAsync(TGroup payload, CancellationToken cancellationToken);

    public abstract bool TryEnqueue(TGroup payload);

    /// <summary>Makes the subscription of a handler, to be added.</summary>
    public abstract EventSubscription Prepare(RunTimeHandler<TGroup> handler);

    /// <summary>Makes the subscription of a stream, to be added.</summary>
    public abstract EventSubscription Prepare(StreamBuffer<TGroup> buffer);

    /// <summary>Adds a subscription that was made here.</summary>
    public abstract void Add(EventSubscription prepared);

    /// <inheritdoc cref="EventTopic{T}.ReportFilter"/>
    public abstract void ReportFilter(EventSubscription stream, TGroup payload, Exception exception);

    /// <summary>Copies what the topic keeps, with the place of each event among all that the bus keeps. Under the lock of <see cref="History"/>.</summary>
    public abstract void CopyHistory(List<(long Order, TGroup Event)> kept);
}
