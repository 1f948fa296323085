namespace EventGen;

/// <summary>Calls targets with nothing around the call.</summary>
internal sealed class DirectCaller<T> : IDeliveryCaller<T>
{
    private DirectCaller()
    {
    }

    public static DirectCaller<T> Instance { get; } = new();

    public ValueTask CallAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        target.CallAsync(payload, context, cancellationToken);
}
