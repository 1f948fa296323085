using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace EventGen.CompilerServices;

/// <summary>What the declaring assembly knows of an event. Written by the generator.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventDefinition<T> : IEventDefinition
{
    /// <summary>The event's descriptor, without handlers: those depend on the bus.</summary>
    public required EventDescriptor Descriptor { get; init; }

    /// <summary>Reads the key that orders deliveries; <see langword="null"/> for an event without one.</summary>
    public Func<T, PartitionKey>? Key { get; init; }

    /// <summary>
    /// The payload's JSON contract, from the user's <c>JsonSerializerContext</c>; <see langword="null"/> when no context lists the event.
    /// </summary>
    public Func<JsonTypeInfo<T>>? Json { get; init; }

    /// <summary>The event's <see cref="RetryAttribute"/>; <see langword="null"/> for an event without one.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The event's <see cref="HandlerTimeoutAttribute"/>; <see langword="null"/> for an event without one.</summary>
    public TimeSpan? HandlerTimeout { get; init; }

    Type IEventDefinition.TopicType => typeof(EventTopic<T>);

    EventTopic IEventDefinition.CreateTopic(EventBus bus, EventRegistration entry, DispatchFlags needs)
    {
        var failures = CreateDelivery(bus);
        return new EventTopic<T>(bus, this, entry.Descriptor, CreateTable(bus.Instances, entry, failures), failures, needs);
    }

    /// <summary>Makes what delivers the event on a bus.</summary>
    internal DeliveryFailureHandler<T> CreateDelivery(EventBus bus)
    {
        var options = bus.Options.Events.TryGetValue(Descriptor.Id, out var found) ? found : null;
        var plan = new DeliveryPlan(new HandlerPlan(bus.Options.Retry, bus.Options.HandlerTimeout), bus.Options.PublisherRetry, options, Retry, HandlerTimeout);
        var invoker = new HandlerInvoker<T>(Descriptor.Id, MiddlewareChain.Compose(bus.MiddlewareOf(typeof(T))), bus.TimeLimit, bus.Contexts, bus.Topic<T>);
        return new DeliveryFailureHandler<T>(bus.Deliveries, Descriptor.Id, Json, plan, invoker, bus.Topic<T>) { IsDurable = Descriptor.IsDurable };
    }

    EventTopic IEventDefinition.TopicOf(ITopicSource topics) => topics.Topic<T>();

    // One module's handlers, the usual case, are called straight; several modules' are put in one order.
    private static HandlerTable<T> CreateTable(HandlerInstances instances, EventRegistration entry, DeliveryFailureHandler<T> failures)
    {
        var parts = entry.Parts.ConvertAll(part =>
        {
            var table = ((Func<HandlerInstances, HandlerTable<T>>)part.CreateTable)(instances);
            table.Attach(part.Handlers, failures);
            return table;
        });

        if (parts.Count == 1 && entry.HasAllHandlers) return parts[0];

        var merged = new MergedHandlerTable<T>(instances, parts, entry.Handlers);
        merged.Attach(Array.ConvertAll(entry.Handlers, static place => place.Handler), failures);
        return merged;
    }
}
