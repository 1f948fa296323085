namespace EventGen;

/// <summary>One stage of a topic's dispatch. The stages that an event needs are composed once, by <see cref="DispatchComposer{T}"/>. Immutable.</summary>
internal abstract class DispatchStage<T>
{
    /// <summary>Runs the synchronous targets here and leaves the others to the queue.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, once a stage has created it.</param>
    /// <param name="subscribers">The subscribers that see the event.</param>
    public abstract void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers);

    /// <summary>Runs every target here and awaits each.</summary>
    /// <inheritdoc cref="Emit"/>
    public abstract ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken);

    /// <summary>Leaves every target to the queue, and waits for its capacity.</summary>
    public abstract ValueTask EmitAsync(T payload, CancellationToken cancellationToken);

    /// <summary>Leaves every target to the queue; false when it is full.</summary>
    public abstract bool TryEnqueue(T payload);
}
