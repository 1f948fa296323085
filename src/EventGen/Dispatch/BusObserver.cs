namespace EventGen;

/// <summary>Sees what a bus does, for tests. A bus without one is asked nothing that it would not ask anyway.</summary>
/// <remarks>Called by emitters and workers, several at a time; neither blocks nor throws.</remarks>
internal abstract class BusObserver
{
    /// <summary>An emit has been accepted; called before its handlers run, where it runs them itself.</summary>
    public abstract void Emitted(EventTopic topic, object payload);

    /// <summary>A caller has begun to run handlers itself; <see cref="Ended"/> follows.</summary>
    public abstract void Began();

    /// <summary>What <see cref="Began"/> announced is over.</summary>
    public abstract void Ended();

    /// <summary>An invocation has failed, which the bus reports to its caller alone.</summary>
    public abstract void InvocationFailed(IReadOnlyList<DeliveryFailure> failures);

    /// <summary>A worker has found nothing to do, or a publish that none waited for is over.</summary>
    public abstract void WorkEnded();
}
