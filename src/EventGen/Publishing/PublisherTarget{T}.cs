namespace EventGen;

/// <summary>A publisher that an event names, as something the event is delivered to.</summary>
internal sealed class PublisherTarget<T>(PublisherFanOut<T> fanOut, string name, PublisherSlot? slot, HandlerPlan plan) : IDeliveryTarget<T>
{
    public string Name => name;

    public bool IsPublisher => true;

    public bool IsHandler => false;

    public bool IsSynchronous => false;

    public bool HasEnded => false;

    public HandlerPlan Plan => plan;

    public void Call(T payload, EventContext? context, CancellationToken cancellationToken) => throw new NotSupportedException("A publisher is asynchronous.");

    public ValueTask CallAsync(T payload, EventContext? context, CancellationToken cancellationToken)
    {
        RefuseMissing(context!);
        return PublishAsync(fanOut.Write(payload, context!), context!, cancellationToken);
    }

    /// <summary>Sends a message that has been written.</summary>
    public ValueTask PublishAsync(EventMessage message, EventContext context, CancellationToken cancellationToken) =>
        Telemetry.IsSendObserved
        ? MessageSpan.RunAsync(() => MessageSpan.Publish(context.EventId, name, context), () => slot!.PublishAsync(message, cancellationToken))
        : slot!.PublishAsync(message, cancellationToken);

    /// <exception cref="UndeliverableException">The bus has no such publisher.</exception>
    public void RefuseMissing(EventContext context)
    {
        if (slot is null)
            throw new UndeliverableException($"Event '{context.EventId}' is published to '{name}', but the bus has no publisher of that name. Add one with AddPublisher.");
    }
}
