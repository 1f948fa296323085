using EventGen.CompilerServices;

namespace EventGen;

/// <summary>What holds for the deliveries of one event on one bus. Immutable.</summary>
/// <remarks>The narrowest setting wins, and of two as narrow the options: handler, then event, then bus.</remarks>
internal sealed class DeliveryPlan(DeliveryDefaults bus, EventOptions? options, RetryPolicy? declaredRetry, TimeSpan? declaredTimeout)
{
    /// <summary>Of run-time subscribers, and of compile-time handlers that say nothing themselves.</summary>
    public HandlerPlan Subscribers { get; } = new(
        options?.Retry ?? declaredRetry ?? bus.Retry,
        options?.HandlerTimeout ?? declaredTimeout ?? bus.HandlerTimeout);

    /// <summary>Of publishers, whose time their own settings bound.</summary>
    public HandlerPlan Publishers { get; } = new(options?.PublisherRetry ?? bus.PublisherRetry, Timeout.InfiniteTimeSpan);

    /// <summary>Of a compile-time handler.</summary>
    public HandlerPlan For(HandlerInfo handler)
    {
        var own = options?.Handlers.TryGetValue(handler.Name, out var found) == true ? found : null;
        return new HandlerPlan(
            own?.Retry ?? handler.Retry ?? Subscribers.Retry,
            own?.HandlerTimeout ?? handler.Timeout ?? Subscribers.Timeout);
    }
}
