namespace EventGen;

/// <summary>The circumstances of one emitted event, as its handlers see them. Immutable and thread safe.</summary>
public sealed class EventContext
{
    internal EventContext(
        IServiceProvider? services, string eventId, Guid id, DateTimeOffset timestamp, EventMetadata metadata, EmitTrace? trace, EmittedKey? key, IAcknowledgement? acknowledgement = null)
    {
        EventId = eventId;
        Id = id;
        Timestamp = timestamp;
        Metadata = metadata;
        Trace = trace;
        Key = key;
        MessageAcknowledgement = acknowledgement;
        Services = services;
    }

    private EventContext(EventContext other, int attempt, IServiceProvider? services)
        : this(services, other.EventId, other.Id, other.Timestamp, other.Metadata, other.Trace, other.Key, other.MessageAcknowledgement) =>
        (Attempt, Via, Depth) = (attempt, other.Via, other.Depth);

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

    /// <summary>The span in which the event was emitted, sampled or not; <see langword="null"/> where there was none.</summary>
    internal EmitTrace? Trace { get; }

    /// <summary>The event's key at the emit; <see langword="null"/> for an event without one, and where nobody has read it.</summary>
    internal EmittedKey? Key { get; }

    /// <summary>The way that a received event has taken, this bus included: it is published nowhere on it. <see langword="null"/> for one that is not passed on.</summary>
    internal string? Via { get; init; }

    /// <summary>How many events led to this one in this process, each emitted by a handler of the one before; 0 for one that no handler emitted. Those without a context are not known.</summary>
    internal int Depth { get; init; }

    /// <summary>Who waits until the event has been dealt with; <see langword="null"/> for one that was emitted here.</summary>
    internal IAcknowledgement? MessageAcknowledgement { get; }

    internal EventContext WithServices(IServiceProvider services) => new(this, Attempt, services);

    internal EventContext ForAttempt(int attempt) => new(this, attempt, Services);
}
