namespace EventGen;

/// <summary>Sees what a bus does: for test kits, which want to know what was emitted and when a bus has nothing left to do.</summary>
/// <remarks>
/// Given to a bus with <see cref="EventBusBuilder.UseObserver"/>; a bus without one is asked nothing that it would not ask anyway. Called by emitters and
/// workers, several at a time. Implementations are thread safe, do not block and do not throw. What handlers do is seen by a middleware
/// (<see cref="EventBusBuilder.AddOuterMiddleware"/>), what publishers do by wrapping them (<see cref="EventBusBuilder.WrapPublishers"/>).
/// </remarks>
public abstract class BusObserver : IWorkObserver
{
    /// <summary>An emit has been accepted; called before its handlers run, where it runs them itself.</summary>
    /// <param name="topic">The event's topic.</param>
    /// <param name="payload">The event.</param>
    public abstract void Emitted(EventTopic topic, object payload);

    /// <summary>An invocation has failed, which the bus reports to its caller alone.</summary>
    /// <param name="failures">What the caller is thrown.</param>
    public abstract void InvocationFailed(IReadOnlyList<DeliveryFailure> failures);

    /// <summary>Work has begun that no worker runs, such as an emit that runs handlers itself; <see cref="Ended"/> follows.</summary>
    public abstract void Began();

    /// <summary>What <see cref="Began"/> announced is over.</summary>
    public abstract void Ended();

    /// <summary>A worker has found nothing to do, or work that went on without a worker is over: <see cref="EventBus.GetActivity"/> may say something new.</summary>
    public abstract void WorkEnded();
}
