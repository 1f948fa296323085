using System.Diagnostics;

namespace EventGen;

/// <summary>A publisher that an event names, as something the event is delivered to.</summary>
internal sealed class PublisherTarget<T>(PublisherFanOut<T> fanOut, string name, PublisherSlot? slot, HandlerPlan plan) : IDeliveryTarget<T>
{
    public string Name => name;

    public string Description { get; } = $"publisher '{name}'";

    public bool IsPublisher => true;

    public bool IsHandler => false;

    public bool IsSynchronous => false;

    public bool HasEnded => false;

    public HandlerPlan Plan => plan;

    public Reachability? Reachability => slot?.Reachability;

    public void Call(T payload, EventContext? context, CancellationToken cancellationToken) => throw new NotSupportedException("A publisher is asynchronous.");

    public ValueTask CallAsync(T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (IsOnTheWayOf(context!)) return default;
        RefuseMissing(context!);
        return PublishAsync(payload, fanOut.Outgoing(fanOut.Write(payload, context!)), context!, cancellationToken);
    }

    /// <summary>Whether a received event has been there, or goes no further.</summary>
    public bool IsOnTheWayOf(EventContext context) => MessageRoute.HasPublisher(context.Via, name);

    /// <summary>Sends a message that has been written.</summary>
    public ValueTask PublishAsync(T payload, EventMessage message, EventContext context, CancellationToken cancellationToken) =>
        fanOut.Measurements is { } measurements
        ? MeasureAsync(measurements, payload, message, context, cancellationToken)
        : TraceAsync(message, context, cancellationToken);

    /// <exception cref="UndeliverableException">The bus has no such publisher.</exception>
    public void RefuseMissing(EventContext context)
    {
        if (slot is null)
            throw new UndeliverableException($"Event '{context.EventId}' is published to '{name}', but the bus has no publisher of that name. Add one, such as with AddRabbitMQ or AddPublisher. {BeforeTheHost.Advice}");
    }

    private async ValueTask MeasureAsync(EventMeasurements measurements, T payload, EventMessage message, EventContext context, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            await TraceAsync(message, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            measurements.Of(name, isPublisher: true).CountAttempt(started);
            throw;
        }

        measurements.Succeeded(name, isPublisher: true, started, context, payload!);
    }

    private ValueTask TraceAsync(EventMessage message, EventContext context, CancellationToken cancellationToken) =>
        Telemetry.IsSendObserved
        ? MessageSpan.RunAsync(() => MessageSpan.Publish(context.EventId, name, context), () => slot!.PublishAsync(message, cancellationToken))
        : slot!.PublishAsync(message, cancellationToken);
}
