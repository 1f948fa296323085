using System.Diagnostics.CodeAnalysis;

namespace EventGen;

/// <summary>An event as it leaves the process, or as it comes in from another. Immutable.</summary>
public sealed class EventMessage
{
    /// <summary>The media type of <see cref="ToCloudEvent"/>.</summary>
    public const string CloudEventMediaType = "application/cloudevents+json";

    /// <summary>The emission's id; the same however often it is sent.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's name on the wire, such as <c>order.placed</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>The version of the event that <see cref="Payload"/> is written in.</summary>
    /// <value>Default: 1.</value>
    public int Version { get; init; } = 1;

    /// <summary>The payload as UTF-8 JSON, written once and shared by all publishers.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>What travels with the event.</summary>
    /// <value>Default: <see cref="EventMetadata.Empty"/>.</value>
    public EventMetadata Metadata { get; init; } = EventMetadata.Empty;

    /// <summary>When the event was emitted.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The value of the event's key as text; <see langword="null"/> when it has none.</summary>
    public string? Key { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the activity in which the event was emitted; <see langword="null"/> when there was none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The W3C <c>tracestate</c> that belongs to <see cref="TraceParent"/>; <see langword="null"/> when there was none.</summary>
    public string? TraceState { get; init; }

    /// <summary>
    /// The bus that sent the message, by its <see cref="MessageReceiver.Origin"/>, so that it can tell its own messages when they
    /// come back; <see langword="null"/> when the sender did not say.
    /// </summary>
    public string? Origin { get; init; }

    /// <summary>
    /// The way that the event has taken between brokers, as the buses wrote it that passed it on: by it none publishes the event to where it has been. Whoever stores a
    /// message keeps it as it is. <see langword="null"/> for an event that is not passed on.
    /// </summary>
    public string? Via { get; init; }

    /// <summary>Reads a message in its JSON form, or as a CloudEvent in the structured JSON form; the member <c>specversion</c> tells which.</summary>
    /// <remarks>
    /// Strict, since it comes from outside: required members are required, an object with the same member twice is refused
    /// wherever it is, and so is what exceeds a limit, or a payload nested deeper than 64. Unknown members are passed over, and so
    /// are those that only the other form has. What an event can be handled without is left out where it is invalid: a
    /// <c>traceparent</c> together with its <c>tracestate</c>, a <c>tracestate</c> (which has 512 characters and 32 members at most), and a
    /// <c>partitionkey</c> over the limit of a text. A CloudEvent may have its data as <c>data_base64</c>; one without <c>time</c> has that of its reading.
    /// </remarks>
    /// <param name="wire">UTF-8. The message keeps a part of it, so it must not change afterwards.</param>
    /// <param name="message">The message.</param>
    /// <param name="fault">What is wrong with it: a sentence that tells nothing of the content, fit for a log.</param>
    /// <param name="limits">Default: <see cref="EventMessageLimits.Default"/>.</param>
    /// <returns>False when it is no such message.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> wire,
        [NotNullWhen(true)] out EventMessage? message,
        [NotNullWhen(false)] out string? fault,
        EventMessageLimits? limits = null) =>
        EventMessageParser.TryParse(wire, limits ?? EventMessageLimits.Default, out message, out fault);

    /// <summary>Reads a CloudEvent in the binary form: attributes in the headers of a transport, the payload in its body.</summary>
    /// <param name="attributes">
    /// By name, whatever their case, with or without a prefix (<c>ce-</c>, <c>ce_</c>, <c>cloudEvents_</c>, <c>cloudEvents:</c>).
    /// If they have a prefix, which <c>specversion</c> tells, headers without one are the transport's own and no attributes. One whose value is <see langword="null"/> is unset.
    /// </param>
    /// <param name="payload">UTF-8 JSON. The message keeps it, so it must not change afterwards.</param>
    /// <inheritdoc cref="TryParse"/>
    /// <param name="message">The message.</param>
    /// <param name="fault">What is wrong with it: a sentence that tells nothing of the content, fit for a log.</param>
    /// <param name="limits">Default: <see cref="EventMessageLimits.Default"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="attributes"/> is <see langword="null"/>.</exception>
    public static bool TryParseCloudEvent(
        IEnumerable<KeyValuePair<string, string>> attributes,
        ReadOnlyMemory<byte> payload,
        [NotNullWhen(true)] out EventMessage? message,
        [NotNullWhen(false)] out string? fault,
        EventMessageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return EventMessageParser.TryParse(attributes, payload, limits ?? EventMessageLimits.Default, out message, out fault);
    }

    /// <summary>The whole message as UTF-8 JSON.</summary>
    /// <returns>
    /// <c>{"id":…,"type":…,"payload":…,"metadata":{…},"timestamp":…}</c>, without white space; absent metadata is left out,
    /// the timestamp is RFC 3339 in UTC. The key is part of the payload and not repeated.
    /// </returns>
    public byte[] ToJson() => EventMessageJson.Write(this, forTransport: false, origin: null);

    /// <summary>
    /// The form of <see cref="ToJson"/>, and after the timestamp what transports need: <c>version</c> unless it is 1, <c>traceparent</c>,
    /// <c>tracestate</c>, <c>via</c> and <c>origin</c>, each where there is one. <see cref="TryParse"/> reads it.
    /// </summary>
    /// <param name="origin">The sending bus's <see cref="MessageReceiver.Origin"/>; <see langword="null"/> when nobody has to know.</param>
    public byte[] ToTransportJson(string? origin = null) => EventMessageJson.Write(this, forTransport: true, origin);

    /// <summary>The message as a CloudEvent 1.0 in the structured JSON form, of media type <see cref="CloudEventMediaType"/>.</summary>
    /// <remarks>
    /// Metadata are extensions of the same names, headers a single one that is URL-encoded, the key is <c>partitionkey</c>, a version
    /// other than 1 <c>dataversion</c>. Every receiver of
    /// the specification can read it: a source that is no URI reference is URL-encoded, none or an empty one is <c>urn:eventgen</c>; in other attributes U+FFFD takes
    /// the place of characters that a CloudEvent forbids, such as control characters; an empty key, one over 1024 characters, and an
    /// invalid <see cref="TraceParent"/> or <see cref="TraceState"/> are left out.
    /// </remarks>
    /// <param name="origin">The sending bus's <see cref="MessageReceiver.Origin"/>; <see langword="null"/> when nobody has to know.</param>
    public byte[] ToCloudEvent(string? origin = null) => CloudEventForm.Write(this, origin);

    /// <summary>
    /// The attributes of the message as a CloudEvent 1.0 in the binary form, whose body is <see cref="Payload"/> and whose
    /// content type is the attribute <c>datacontenttype</c>. A transport puts its prefix before the names.
    /// </summary>
    /// <param name="origin">The sending bus's <see cref="MessageReceiver.Origin"/>; <see langword="null"/> when nobody has to know.</param>
    public IReadOnlyList<KeyValuePair<string, string>> ToCloudEventAttributes(string? origin = null)
    {
        var attributes = CloudEventForm.Attributes(this, origin);
        attributes.Add(new("datacontenttype", CloudEventForm.PayloadMediaType));
        return attributes;
    }
}
