namespace EventGen;

/// <summary>Sees what a bus does, for tests. A bus without one is asked nothing that it would not ask anyway.</summary>
/// <remarks>Called by emitters and workers, several at a time; neither blocks nor throws.</remarks>
internal abstract class BusObserver : IWorkObserver
{
    /// <summary>An emit has been accepted; called before its handlers run, where it runs them itself.</summary>
    public abstract void Emitted(EventTopic topic, object payload);

    /// <summary>An invocation has failed, which the bus reports to its caller alone.</summary>
    public abstract void InvocationFailed(IReadOnlyList<DeliveryFailure> failures);

    /// <inheritdoc/>
    public abstract void Began();

    /// <inheritdoc/>
    public abstract void Ended();

    /// <inheritdoc/>
    public abstract void WorkEnded();
}
