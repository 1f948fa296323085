namespace EventGen.Generators.Models;

/// <summary>How a handler, or each of an event's, is attempted.</summary>
/// <param name="Retry">Its <c>[Retry]</c>, if it has one.</param>
/// <param name="Timeout">Its <c>[HandlerTimeout]</c> in ticks, if it has one.</param>
internal sealed record DeliveryModel(RetryModel? Retry, long? Timeout)
{
    public static DeliveryModel None { get; } = new(null, null);
}
