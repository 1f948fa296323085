namespace EventGen;

/// <summary>The circumstances of one emitted event, as its handlers see them. Immutable and thread safe.</summary>
public sealed class EventContext
{
    internal EventContext(EventBus bus, string eventId, Guid id, DateTimeOffset timestamp, EventMetadata metadata, TraceContext trace = default)
    {
        Bus = bus;
        EventId = eventId;
        Id = id;
        Timestamp = timestamp;
        Metadata = metadata;
        Trace = trace;
        Services = bus.Services;
    }

    private EventContext(EventContext other, IServiceProvider services)
    {
        Bus = other.Bus;
        EventId = other.EventId;
        Id = other.Id;
        Timestamp = other.Timestamp;
        Metadata = other.Metadata;
        Trace = other.Trace;
        Attempt = other.Attempt;
        Services = services;
    }

    /// <summary>Identifies this emission: a UUID version 7 (RFC 9562), so ids sort by time.</summary>
    public Guid Id { get; }

    /// <summary>The event's name on the wire, such as <c>order.placed</c>.</summary>
    public string EventId { get; }

    /// <summary>When the event was emitted, in UTC, by the bus's <see cref="EventBusOptions.TimeProvider"/>.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>What travels with the event.</summary>
    public EventMetadata Metadata { get; }

    /// <summary>Which attempt at this handler it is, counted from 1.</summary>
    public int Attempt { get; } = 1;

    /// <summary>
    /// The services of this attempt's scope where the handler takes services; else the bus's own provider;
    /// <see langword="null"/> on a bus without one.
    /// </summary>
    public IServiceProvider? Services { get; }

    internal EventBus Bus { get; }

    /// <summary>The trace in which the event was emitted.</summary>
    internal TraceContext Trace { get; }

    internal EventContext WithServices(IServiceProvider services) => new(this, services);
}
