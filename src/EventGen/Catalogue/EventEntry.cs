using EventGen.CompilerServices;

namespace EventGen;

/// <summary>One event of a catalogue: its definition, and the handlers that every module adds.</summary>
internal abstract class EventEntry
{
    /// <summary>False while only handlers are known: the declaring module has not been added.</summary>
    public abstract bool IsDefined { get; }

    public abstract string Id { get; }

    public abstract Type PayloadType { get; }

    /// <summary>The place of the event's topic in the table of a bus.</summary>
    public abstract int Slot { get; }

    /// <summary>The type under which a container injects the topic.</summary>
    public abstract Type TopicType { get; }

    /// <summary>Makes the event's topic on a bus.</summary>
    public abstract EventTopic CreateTopic(EventBus bus);

    /// <summary>The event's topic on a bus that has it.</summary>
    public abstract EventTopic TopicOf(EventBus bus);
}

/// <inheritdoc/>
internal sealed class EventEntry<T> : EventEntry
{
    private readonly List<(HandlerInfo[] Handlers, Func<HandlerInstances, HandlerTable<T>> Create)> _tables = [];
    private EventDefinition<T>? _definition;

    public override bool IsDefined => _definition is not null;

    public override string Id => Definition.Descriptor.Id;

    public override Type PayloadType => typeof(T);

    public override int Slot => TopicSlot<T>.Index;

    public override Type TopicType => typeof(EventTopic<T>);

    public EventDefinition<T> Definition => _definition ?? throw new InvalidOperationException(
        $"{typeof(T)} has handlers but no definition. Add the module of the assembly that declares it.");

    public void Define(EventDefinition<T> definition) => _definition ??= definition;

    public void AddHandlers(HandlerInfo[] handlers, Func<HandlerInstances, HandlerTable<T>> create) => _tables.Add((handlers, create));

    public override EventTopic CreateTopic(EventBus bus)
    {
        var failures = new FailureSink<T>(bus, Definition);
        return new EventTopic<T>(bus, Definition, CreateTable(bus, failures), failures);
    }

    public override EventTopic TopicOf(EventBus bus) => bus.Topic<T>();

    // One module's handlers, the usual case, are called straight; several modules' are put in one order.
    private HandlerTable<T> CreateTable(EventBus bus, FailureSink<T> failures)
    {
        var parts = _tables.ConvertAll(part =>
        {
            var table = part.Create(bus.Instances);
            table.Attach(part.Handlers, failures);
            return table;
        });

        if (parts.Count == 1) return parts[0];

        var merged = new MergedHandlerTable<T>(bus.Instances, parts);
        merged.Attach(merged.Order(), failures);
        return merged;
    }
}
