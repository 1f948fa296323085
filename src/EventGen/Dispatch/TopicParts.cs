using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The collaborators of one topic, each with one job.</summary>
/// <param name="Handlers">The compile-time handlers.</param>
/// <param name="Subscribers">The run-time subscribers.</param>
/// <param name="Publishers">The publishers that the event names.</param>
/// <param name="History">What is kept for streams; <see langword="null"/> where the bus's options do not ask for it.</param>
/// <param name="Contexts">Creates contexts, with the key.</param>
/// <param name="Queued">Makes queued events, and runs them.</param>
/// <param name="Failures">Decides what a failure means.</param>
internal sealed record TopicParts<T>(
    HandlerTable<T> Handlers,
    SubscriberList<T> Subscribers,
    PublisherFanOut<T> Publishers,
    EventHistory<T>? History,
    KeyedContextFactory<T> Contexts,
    QueuedEvents<T> Queued,
    DeliveryFailureHandler<T> Failures)
{
    /// <summary>Calls targets, one after the other.</summary>
    public DeliveryLoop<T> Loop => Failures.Loop;

    /// <summary>Calls handlers with middleware, time limit and span around them.</summary>
    public HandlerInvoker<T> Invoker => Failures.Invoker;
}
