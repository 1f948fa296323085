using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Sends one event to each of its publishers, in order, each isolated from the others. Thread safe.</summary>
internal sealed class PublisherFanOut<T>
{
    private readonly EventDefinition<T> _definition;
    private readonly DeliveryFailureHandler<T> _failures;
    private readonly DeliveryTargets<T> _publishers;
    private readonly DeliveryTargets<T> _onReceive;

    // They get nothing; but something may be stored for them.
    private readonly DeliveryTargets<T> _switchedOff;
    private readonly BusOrigin _origin;
    private readonly int _maxPayloadBytes;

    /// <param name="publishers">Those of the bus.</param>
    /// <param name="origin">Identifies the bus among all that ever were.</param>
    /// <param name="maxPayloadBytes">How large a published event may be, in bytes of JSON.</param>
    /// <param name="definition">The event.</param>
    /// <param name="failures">Decides what a failure means.</param>
    public PublisherFanOut(PublisherSet publishers, BusOrigin origin, int maxPayloadBytes, EventDefinition<T> definition, DeliveryFailureHandler<T> failures)
    {
        _definition = definition;
        _failures = failures;
        _origin = origin;
        _maxPayloadBytes = maxPayloadBytes;
        if (definition.Descriptor.Publishers.Count == 0)
        {
            // Most events have none.
            _publishers = _switchedOff = _onReceive = new DeliveryTargets<T>([]);
            return;
        }

        _publishers = TargetsOf(failures.Descriptor.Publishers, publishers);
        _switchedOff = TargetsOf(SwitchedOff(), publishers);
        _onReceive = new DeliveryTargets<T>(OnReceive());
    }

    public bool Any => !_publishers.IsEmpty;

    /// <summary>Whether what was received is published.</summary>
    public bool PassesOn => !_onReceive.IsEmpty;

    /// <summary>What is measured of the event; <see langword="null"/> while its bus is not measured.</summary>
    public EventMeasurements? Measurements => _failures.Measurements;

    /// <summary>The publisher of that name which the event is declared with, also one that is switched off.</summary>
    public IDeliveryTarget<T>? Find(string name) => _publishers.Find(name) ?? _switchedOff.Find(name);

    /// <summary>Publishes the event everywhere; a publisher that fails keeps no other from getting it.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context.</param>
    /// <param name="mode">What becomes of failures.</param>
    /// <param name="cancellationToken">Passed to the publishers.</param>
    public ValueTask PublishAsync(T payload, EventContext context, DispatchMode mode, CancellationToken cancellationToken) =>
        _failures.Loop.RunAsync(_publishers, new OneMessage(this), payload, context, mode, asynchronousOnly: false, cancellationToken);

    /// <summary>Publishes a received event to the publishers that get it then, but for those on its way.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context.</param>
    /// <param name="mode">What becomes of failures.</param>
    /// <param name="cancellationToken">Passed to the publishers.</param>
    public ValueTask PassOnAsync(T payload, EventContext context, DispatchMode mode, CancellationToken cancellationToken) =>
        _failures.Loop.RunAsync(_onReceive, new OneMessage(this), payload, context, mode, asynchronousOnly: false, cancellationToken);

    /// <summary>The way of a received message, with where it came from and this bus; <see langword="null"/> where nobody passes the event on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="publisher">Who has received it.</param>
    public string? WayOf(EventMessage message, string publisher) => PassesOn ? MessageRoute.Add(message.Via, _origin.Id, [publisher]) : null;

    /// <summary>A received message with its way so far.</summary>
    /// <inheritdoc cref="WayOf"/>
    public EventMessage OnItsWay(EventMessage message, string publisher) => WayOf(message, publisher) is { } via ? With(message, via) : message;

    /// <summary>The message as it is sent, if others might pass the event on: with everybody who gets it now.</summary>
    public EventMessage Outgoing(EventMessage message) => !PassesOn ? message
        : With(message, MessageRoute.Add(message.Via, _origin.Id, message.Via is null ? _failures.Descriptor.Publishers : _failures.Descriptor.PublishersOnReceive));

    /// <summary>The event as it leaves the process: the same for the same event, whenever it is written.</summary>
    /// <exception cref="UndeliverableException">It cannot be written, or is too large.</exception>
    public EventMessage Write(T payload, EventContext context) =>
        Write(payload, context, static (bytes, limit) => $"is {bytes} bytes of JSON; at most {limit} may be published. Publish a reference to large content, or raise EventBusOptions.MaxPayloadBytes.");

    /// <inheritdoc cref="Write(T, EventContext)"/>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context.</param>
    /// <param name="tooLarge">What is said of an event that is too large, after its name; given its bytes and the limit.</param>
    public EventMessage Write(T payload, EventContext context, Func<int, int, string> tooLarge)
    {
        var json = _definition.Json ?? throw new UndeliverableException(
            $"Event '{context.EventId}' has no JSON contract. List it in a JsonSerializerContext: [JsonSerializable(typeof({typeof(T).Name}))].");
        byte[] bytes = Serialize(payload, json, context.EventId);
        if (bytes.Length > _maxPayloadBytes) throw new UndeliverableException($"Event '{context.EventId}' {tooLarge(bytes.Length, _maxPayloadBytes)}");

        return new EventMessage
        {
            Id = context.Id,
            EventId = context.EventId,
            Version = _definition.Descriptor.Version,
            Payload = bytes,
            Metadata = context.Metadata,
            Timestamp = context.Timestamp,
            Key = context.Key is { } key ? key.Text : ReadKey(payload, context),
            TraceParent = TraceContext.ToTraceParent(context.Trace),
            TraceState = context.Trace?.Context.TraceState,
            Via = context.Via,
        };
    }

    private DeliveryTargets<T> TargetsOf(IReadOnlyList<string> names, PublisherSet publishers)
    {
        List<IDeliveryTarget<T>> targets = new(names.Count);
        foreach (string name in names) targets.Add(new PublisherTarget<T>(this, name, publishers.Find(name), _failures.Plan.Publishers));
        return new DeliveryTargets<T>(targets);
    }

    private List<string> SwitchedOff()
    {
        List<string> names = new(_definition.Descriptor.Publishers);
        foreach (string used in _failures.Descriptor.Publishers) names.Remove(used);
        return names;
    }

    private List<IDeliveryTarget<T>> OnReceive()
    {
        List<IDeliveryTarget<T>> targets = [];
        foreach (string name in _failures.Descriptor.PublishersOnReceive)
        {
            if (_publishers.Find(name) is { } publisher) targets.Add(publisher);
        }

        return targets;
    }

    private static EventMessage With(EventMessage message, string via) => new()
    {
        Id = message.Id,
        EventId = message.EventId,
        Version = message.Version,
        Payload = message.Payload,
        Metadata = message.Metadata,
        Timestamp = message.Timestamp,
        Key = message.Key,
        TraceParent = message.TraceParent,
        TraceState = message.TraceState,
        Origin = message.Origin,
        Via = via,
    };

    // Of an event whose key could not be read when it was emitted, or that comes from a dead letter.
    private string? ReadKey(T payload, EventContext context)
    {
        if (_definition.Key is not { } key) return null;
        try
        {
            return key(payload).ToString();
        }
        catch (Exception exception)
        {
            throw new UndeliverableException($"The key of event '{context.EventId}' cannot be read: {ExceptionText.MessageOf(exception)}", exception);
        }
    }

    // Nobody could read what lacks a part: neither the receivers nor this process after a restart.
    private byte[] Serialize(T payload, Func<JsonTypeInfo<T>> json, string eventId)
    {
        try
        {
            byte[] written = JsonSerializer.SerializeToUtf8Bytes(payload, json());
            return _definition.Reader.Missing(written) is { } missing
                ? throw new UndeliverableException($"Event '{eventId}' could not be read again: {missing}. Give the part a value, or declare it nullable.")
                : _failures.Protection?.Protect(written) ?? written;
        }
        catch (Exception exception) when (exception is not UndeliverableException)
        {
            throw new UndeliverableException($"{typeof(T).Name} cannot be written as JSON: {ExceptionText.MessageOf(exception)}", exception);
        }
    }

    /// <summary>Publishes one event, which is written once.</summary>
    private sealed class OneMessage(PublisherFanOut<T> fanOut) : IDeliveryCaller<T>
    {
        private EventMessage? _message;

        public ValueTask CallAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
        {
            var publisher = (PublisherTarget<T>)target;
            if (publisher.IsOnTheWayOf(context!)) return default;
            publisher.RefuseMissing(context!);
            _message ??= fanOut.Outgoing(fanOut.Write(payload, context!));
            return publisher.PublishAsync(payload, _message, context!, cancellationToken);
        }
    }
}
