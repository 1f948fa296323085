using System.Text.Json.Serialization;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>What a message says besides its payload, in the form that EventGen gives it where a broker has no headers, written by hand.</summary>
internal sealed record Envelope(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("payload")] Shipped Payload,
    [property: JsonPropertyName("metadata")] EnvelopeMetadata Metadata,
    [property: JsonPropertyName("timestamp")] DateTime Timestamp);

/// <summary>None.</summary>
internal sealed record EnvelopeMetadata;
