using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The topic of an event on <see cref="EventBus.Null"/>.</summary>
internal static class NullTopic<T>
{
    public static readonly EventTopic<T> Instance = Create();

    private static EventTopic<T> Create()
    {
        var bus = EventBus.Null;
        var definition = Definition();
        var failures = new FailureSink<T>(bus, definition);
        var topic = new EventTopic<T>(bus, definition, new MergedHandlerTable<T>(bus.Instances, []), failures);
        topic.Need(TopicNeeds.Null, needed: true);
        return topic;
    }

    // Described as the executable's modules do, so that its id and fields are right; it has no handlers and no publishers.
    private static EventDefinition<T> Definition()
    {
        var catalogue = new EventCatalogue();
        foreach (var module in AmbientBus.Modules) catalogue.Add(module);
        var descriptor = catalogue.Find<T>()?.Definition.Descriptor ?? new EventDescriptor { Id = typeof(T).Name, PayloadType = typeof(T) };
        return new EventDefinition<T> { Descriptor = descriptor with { Publishers = [] } };
    }
}
