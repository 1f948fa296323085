namespace EventGen;

/// <summary>What an event is delivered to: a handler, a run-time subscriber or a publisher. Thread safe.</summary>
internal interface IDeliveryTarget<T>
{
    /// <summary>The name in failures, logs and dead letters.</summary>
    string Name { get; }

    /// <summary>The name where one may be among several: a publisher says that it is one.</summary>
    string Description => Name;

    bool IsPublisher { get; }

    /// <summary>True for what middleware, time limits and spans are around: neither publishers nor streams.</summary>
    bool IsHandler { get; }

    /// <summary>True when an emit runs it on the emitter's thread.</summary>
    bool IsSynchronous { get; }

    /// <summary>True when nothing is to be delivered to it any more: a subscription that has ended.</summary>
    bool HasEnded { get; }

    /// <summary>What holds for its attempts.</summary>
    HandlerPlan Plan { get; }

    /// <summary>Whether its other side can be reached; <see langword="null"/> for a handler, and for a publisher that the bus does not have.</summary>
    Reachability? Reachability => null;

    /// <summary>Calls a synchronous target on this thread; what it throws comes out.</summary>
    void Call(T payload, EventContext? context, CancellationToken cancellationToken);

    /// <summary>Calls it; what it throws comes out, synchronously or through the task.</summary>
    ValueTask CallAsync(T payload, EventContext? context, CancellationToken cancellationToken);
}
