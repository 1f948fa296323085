namespace EventGen;

/// <summary>An event as it leaves the process. Immutable.</summary>
public sealed class EventMessage
{
    /// <summary>The emission's id; the same however often it is sent.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's name on the wire, such as <c>order.placed</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>The payload as UTF-8 JSON, written once and shared by all publishers.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>What travels with the event.</summary>
    /// <value>Default: <see cref="EventMetadata.Empty"/>.</value>
    public EventMetadata Metadata { get; init; } = EventMetadata.Empty;

    /// <summary>When the event was emitted.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The value of the event's key as text; <see langword="null"/> when it has none.</summary>
    public string? Key { get; init; }

    /// <summary>The whole message as UTF-8 JSON.</summary>
    /// <returns>
    /// <c>{"id":…,"type":…,"payload":…,"metadata":{…},"timestamp":…}</c>, without white space; absent metadata is left out,
    /// the timestamp is RFC 3339 in UTC. The key is part of the payload and not repeated.
    /// </returns>
    public byte[] ToJson() => EventMessageJson.Write(this);
}
