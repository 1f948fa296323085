namespace EventGen;

/// <summary>The settings of deliveries on one bus. Immutable.</summary>
/// <param name="Retry">Whether and when a failed handler is attempted again.</param>
/// <param name="HandlerTimeout">How long an attempt of a handler may take.</param>
/// <param name="PublisherRetry">Whether and when a failed publisher is attempted again.</param>
/// <param name="Events">What holds for single events, by id.</param>
internal sealed record DeliveryDefaults(RetryPolicy Retry, TimeSpan HandlerTimeout, RetryPolicy PublisherRetry, IDictionary<string, EventOptions> Events);
