using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The topic of an event on <see cref="EventBus.Null"/>.</summary>
internal static class NullTopic<T>
{
    public static readonly EventTopic<T> Instance = Create();

    private static EventTopic<T> Create()
    {
        var services = EventBus.Null.TopicServices;
        var definition = Definition();
        var failures = new DeliveryFailureHandler<T>(services.Delivery, definition, definition.Descriptor);
        var noHandlers = new MergedHandlerTable<T>(services.Instances, [], []);
        return new EventTopic<T>(services, definition, noHandlers, failures, DispatchFlags.Null);
    }

    // Described as the executable's modules do, so that its id and fields are right; it has no handlers and no publishers.
    private static EventDefinition<T> Definition()
    {
        var descriptor = AmbientBus.Describe().Find(typeof(T))?.Topics.Descriptor ?? new EventDescriptor { Id = typeof(T).Name, PayloadType = typeof(T) };
        return new EventDefinition<T> { Descriptor = descriptor with { Publishers = [] } };
    }
}
