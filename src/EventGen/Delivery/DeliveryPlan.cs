using EventGen.CompilerServices;

namespace EventGen;

/// <summary>What holds for the deliveries of one event on one bus. Immutable.</summary>
/// <remarks>The narrowest setting wins, and of two as narrow the options: handler, then event, then bus.</remarks>
/// <param name="bus">What holds for handlers of the bus that nothing narrower is said of.</param>
/// <param name="busPublishers">The same for publishers.</param>
/// <param name="options">The options of the event; <see langword="null"/> for none.</param>
/// <param name="declaredRetry">The event's <see cref="RetryAttribute"/>.</param>
/// <param name="declaredTimeout">The event's <see cref="HandlerTimeoutAttribute"/>.</param>
internal sealed class DeliveryPlan(HandlerPlan bus, RetryPolicy busPublishers, EventOptions? options, RetryPolicy? declaredRetry, TimeSpan? declaredTimeout)
{
    /// <summary>Of run-time subscribers, and of compile-time handlers that say nothing themselves.</summary>
    public HandlerPlan Subscribers { get; } = new(
        options?.Retry ?? declaredRetry ?? bus.Retry,
        options?.HandlerTimeout ?? declaredTimeout ?? bus.Timeout);

    /// <summary>Of publishers, whose time their own settings bound.</summary>
    public HandlerPlan Publishers { get; } = new(options?.PublisherRetry ?? busPublishers, Timeout.InfiniteTimeSpan);

    /// <summary>Of a compile-time handler.</summary>
    public HandlerPlan For(HandlerInfo handler)
    {
        var own = options?.Handlers.TryGetValue(handler.Name, out var found) == true ? found : null;
        return new HandlerPlan(
            own?.Retry ?? handler.Retry ?? Subscribers.Retry,
            own?.HandlerTimeout ?? handler.Timeout ?? Subscribers.Timeout);
    }
}
