using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Makes durable events of one topic and finds what they go to. Thread safe.</summary>
internal sealed class DurableTopic<T> : DurableTopic
{
    private readonly EventDefinition<T> _definition;
    private readonly TopicParts<T> _parts;
    private readonly PayloadReader<T> _payloads;
    private readonly string[] _handlers;

    // What an event goes to before anything of it has been attempted.
    private readonly OutboxTarget[] _emitted;
    private readonly OutboxTarget[] _received;

    // By name. A bus with two handlers of one name does not start.
    private readonly Dictionary<string, IDeliveryTarget<T>> _targets = new(StringComparer.Ordinal);

    private DurableTopic(EventTopic<T> owner, EventDefinition<T> definition, TopicParts<T> parts, string[] names)
        : base(owner.Descriptor, names, [.. owner.Descriptor.Publishers.Select(DurableTargetNames.OfPublisher)], [.. owner.Descriptor.PublishersOnReceive.Select(DurableTargetNames.OfPublisher)],
            [.. definition.Descriptor.Publishers.Except(owner.Descriptor.Publishers, StringComparer.Ordinal).Select(DurableTargetNames.OfPublisher)])
    {
        (Owner, _definition, _parts, _handlers) = (owner, definition, parts, names);
        (_emitted, _received) = (Fresh(Targets), Fresh(ReceivedTargets));
        _payloads = new PayloadReader<T>(definition, parts.Failures.Protection);
        for (int i = 0; i < names.Length; i++) _targets[names[i]] = parts.Handlers.Targets[i];
        foreach (string name in definition.Descriptor.Publishers)
        {
            if (parts.Publishers.Find(name) is { } publisher) _targets[DurableTargetNames.OfPublisher(name)] = publisher;
        }
    }

    public EventTopic<T> Owner { get; }

    public TopicServices Services => Owner.Services;

    /// <summary>Runs the topic's events on workers.</summary>
    public QueuedWork Work => _parts.Queued;

    public DeliveryFailureHandler<T> Failures => _parts.Failures;

    public static DurableTopic<T> Create(EventTopic<T> owner, EventDefinition<T> definition, TopicParts<T> parts) =>
        new(owner, definition, parts, Array.ConvertAll(parts.Handlers.Handlers, static handler => handler.Name));

    public IDeliveryTarget<T>? Find(string target) => _targets.GetValueOrDefault(target);

    /// <summary>The synchronous handlers, in order.</summary>
    public IEnumerable<string> SynchronousHandlers =>
        _handlers.Where((_, i) => _parts.Handlers.Targets[i].IsSynchronous);

    /// <summary>Makes an event that is emitted here and now.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="key">Its key.</param>
    /// <param name="id">The emission's id; <see langword="null"/> for a new one.</param>
    /// <exception cref="InvalidOperationException">The payload cannot be written as JSON, or is too large.</exception>
    public DurableDelivery<T> Create(T payload, in PartitionKey key, Guid? id)
    {
        var context = Services.Delivery.Contexts.Create(Descriptor.Id, _definition.Key is null ? null : new EmittedKey(key.Partition, key.ToString()), id);
        var message = Write(payload, context);
        return new DurableDelivery<T>(this, payload, context, message, _emitted, isFirst: true);
    }

    /// <summary>An event that was emitted here has been accepted.</summary>
    public void NoteAccepted(T payload, EventContext context)
    {
        if (Failures.Measurements is { } measurements)
        {
            measurements.Count(EventTallyKind.OtherEmits);
            measurements.TellEmitted(EventActivityKind.Emitted, context, payload!);
        }

        Services.Observer?.Emitted(Owner, payload!);
    }

    private static OutboxTarget[] Fresh(IEnumerable<string> names) => [.. names.Select(static name => new OutboxTarget { Name = name })];

    private EventMessage Write(T payload, EventContext context)
    {
        try
        {
            return _parts.Publishers.Write(payload, context, static (bytes, limit) =>
                $"is durable and {bytes} bytes of JSON; the outbox takes at most {limit}. It has not been stored. Keep large content elsewhere and emit a reference to it, or raise EventBusOptions.MaxPayloadBytes.");
        }
        catch (UndeliverableException exception)
        {
            throw new InvalidOperationException(exception.Message, exception.InnerException);
        }
    }

    /// <inheritdoc/>
    public override DurableDelivery? Read(EventMessage message, IReadOnlyList<OutboxTarget> targets, bool isFirst, out string? fault)
    {
        if (!_payloads.TryRead(message.Payload, message.Version, out var payload, out fault)) return null;
        if (!_parts.Contexts.TryReadKey(payload, out var key))
        {
            fault = "Its key cannot be read.";
            return null;
        }

        var trace = TraceContext.Parse(message.TraceParent, message.TraceState, isRemote: true);
        var context = Services.Delivery.Contexts.Restore(
            Descriptor.Id, message.Id, message.Timestamp, message.Metadata, trace, _definition.Key is null ? null : new EmittedKey(key.Partition, key.ToString()), via: message.Via);
        return new DurableDelivery<T>(this, payload, context, message, targets, isFirst);
    }

    /// <summary>The stored message as it is sent.</summary>
    public EventMessage Outgoing(EventMessage message) => _parts.Publishers.Outgoing(message);

    /// <summary>Makes an event of a message of another process.</summary>
    public DurableDelivery? Receive(EventMessage message, out string? fault)
    {
        fault = message.Id == Guid.Empty ? NoId : null;
        return fault is null ? Read(message, _received, isFirst: true, out fault) : null;
    }

    /// <summary>Run-time subscribers and streams see a durable event once, where it is first delivered.</summary>
    public ValueTask RunSubscribersAsync(T payload, EventContext context, ulong partition)
    {
        var subscribers = _parts.History is { } history ? history.Add(payload, _parts.Subscribers) : _parts.Subscribers.Current;
        return subscribers.IsEmpty ? default : _parts.Loop.RunAsync(subscribers, _parts.Invoker, payload, context, DispatchMode.Report(partition), asynchronousOnly: false, Services.Stopping);
    }
}
