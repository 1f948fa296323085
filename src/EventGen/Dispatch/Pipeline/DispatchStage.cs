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
    /// <remarks>
    /// What it would return is passed by reference: a structure of two words that comes from a call which the JIT did not guess is stored by words and loaded whole.
    /// The processor waits for that as long as for an interlocked step.
    /// </remarks>
    /// <param name="payload">The event.</param>
    /// <param name="accepted">Completed before the call; stays as it is where the event is accepted at once, else completes when it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract void Enqueue(T payload, ref ValueTask accepted, CancellationToken cancellationToken);

    /// <summary>Leaves every target to the queue; false when it is full.</summary>
    public abstract bool TryEnqueue(T payload);
}
