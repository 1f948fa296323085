using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Makes durable events of one topic and finds what they go to. Thread safe.</summary>
internal sealed class DurableTopic<T> : DurableTopic
{
    private readonly EventDefinition<T> _definition;
    private readonly HandlerTable<T> _handlers;
    private readonly PublisherFanOut<T> _publishers;
    private readonly PayloadReader<T> _payloads;

    // By name; handlers of one name, which overloads have, are told apart by their place.
    private readonly Dictionary<string, IDeliveryTarget<T>> _targets = new(StringComparer.Ordinal);

    private DurableTopic(
        EventTopic<T> topic, EventDefinition<T> definition, HandlerTable<T> handlers, PublisherFanOut<T> publishers, DeliveryFailureHandler<T> failures, string[] names)
        : base(topic.Descriptor, names, [.. topic.Descriptor.Publishers.Select(DurableTargetNames.OfPublisher)])
    {
        (Topic, _definition, _handlers, _publishers, Failures) = (topic, definition, handlers, publishers, failures);
        _payloads = new PayloadReader<T>(definition);
        for (int i = 0; i < names.Length; i++) _targets[names[i]] = handlers.Target(i);
        foreach (string name in topic.Descriptor.Publishers)
        {
            if (publishers.Find(name) is { } publisher) _targets[DurableTargetNames.OfPublisher(name)] = publisher;
        }
    }

    public EventTopic<T> Topic { get; }

    public EventBus Bus => Topic.Bus;

    public DeliveryFailureHandler<T> Failures { get; }

    public static DurableTopic<T> Create(EventTopic<T> topic, EventDefinition<T> definition, HandlerTable<T> handlers, PublisherFanOut<T> publishers, DeliveryFailureHandler<T> failures)
    {
        string[] names = Array.ConvertAll(handlers.Handlers, static handler => handler.Name);
        for (int i = 1; i < names.Length; i++)
        {
            int same = names.AsSpan(0, i).Count(names[i]);
            if (same > 0) names[i] = $"{names[i]}#{same + 1}";
        }

        return new DurableTopic<T>(topic, definition, handlers, publishers, failures, names);
    }

    public IDeliveryTarget<T>? Find(string target) => _targets.GetValueOrDefault(target);

    /// <summary>The synchronous handlers, in order.</summary>
    public IEnumerable<string> SynchronousHandlers =>
        ReceivedTargets.Where((_, i) => (_handlers.Handlers[i].Traits & HandlerTraits.Asynchronous) == 0);

    /// <summary>Makes an event that is emitted here and now.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="key">Its key.</param>
    /// <param name="id">The emission's id; <see langword="null"/> for a new one.</param>
    /// <exception cref="InvalidOperationException">The payload cannot be written as JSON, or is too large.</exception>
    public DurableDelivery<T> Create(T payload, in PartitionKey key, Guid? id)
    {
        var context = Bus.Contexts.Create(Descriptor.Id, _definition.Key is null ? null : new EmittedKey(key.Partition, key.ToString()), id);
        var message = _publishers.Write(payload, context);
        return new DurableDelivery<T>(this, payload, context, message, [.. Targets.Select(static name => new OutboxTarget { Name = name })], isFirst: true);
    }

    /// <inheritdoc/>
    public override DurableDelivery? Read(EventMessage message, IReadOnlyList<OutboxTarget> targets, bool isFirst, out string? fault)
    {
        if (!_payloads.TryRead(message.Payload, out var payload, out fault)) return null;
        if (!TryReadKey(payload, out var key))
        {
            fault = "Its key cannot be read.";
            return null;
        }

        var trace = TraceContext.Parse(message.TraceParent, message.TraceState, isRemote: true);
        var context = Bus.Contexts.Restore(
            Descriptor.Id, message.Id, message.Timestamp, message.Metadata, trace, _definition.Key is null ? null : new EmittedKey(key.Partition, key.ToString()));
        return new DurableDelivery<T>(this, payload, context, message, targets, isFirst);
    }

    /// <summary>Makes an event of a message of another process.</summary>
    public DurableDelivery? Receive(EventMessage message, out string? fault) =>
        Read(message, [.. ReceivedTargets.Select(static name => new OutboxTarget { Name = name })], isFirst: true, out fault);

    private bool TryReadKey(T payload, out PartitionKey key)
    {
        key = default;
        try
        {
            if (_definition.Key is { } read) key = read(payload);
            return true;
        }
        catch (Exception)
        {
            return false;   // what the user's property throws may hold the content
        }
    }
}
