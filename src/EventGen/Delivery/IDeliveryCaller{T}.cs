namespace EventGen;

/// <summary>How targets are called: straight, or with something around the call.</summary>
internal interface IDeliveryCaller<T>
{
    /// <summary>Calls a target; what it throws comes out, synchronously or through the task.</summary>
    ValueTask CallAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken);
}
