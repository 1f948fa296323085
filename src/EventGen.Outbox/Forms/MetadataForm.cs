using System.Text;
using System.Text.Json;

namespace EventGen.Outbox;

/// <summary>What a row keeps of an event besides its payload and its columns.</summary>
/// <remarks>
/// A digit, which is what the columns leave out of the event's time (they have microseconds), and the transport's JSON form of the message from its metadata on, if there are any. A message whose event is not
/// that of its route has the whole form instead, with an empty object in the payload's place. Rows of the tables' first version have that too.
/// </remarks>
internal static class MetadataForm
{
    private static readonly byte[] s_noPayload = "{}"u8.ToArray();

    private static ReadOnlySpan<byte> PayloadMember => "\"payload\":{},"u8;

    public static byte[] Write(EventMessage message, string eventId)
    {
        byte subtle = (byte)('0' + (message.Timestamp.UtcTicks % TimeSpan.TicksPerMicrosecond));
        bool isPlain = message.EventId == eventId;
        if (isPlain && message is { Via: null, TraceParent: null, TraceState: null } && message.Metadata.Equals(EventMetadata.Empty)) return [subtle];

        byte[] whole = WithPayload(message, s_noPayload, message.Version).ToTransportJson();
        if (!isPlain) return whole;

        // Quotes in the name of the event are escaped, so this is the member.
        var rest = whole.AsSpan(whole.AsSpan().IndexOf(PayloadMember) + PayloadMember.Length);
        return [subtle, .. rest];
    }

    /// <param name="row">The row.</param>
    /// <param name="route">The event and the version that the payload is written in, as the row's route says them.</param>
    /// <param name="limits">How large a message may be.</param>
    /// <returns>The message; <see langword="null"/> when it cannot be read.</returns>
    public static EventMessage? Read(OutboxRow row, OutboxRouteKey route, EventMessageLimits limits)
    {
        if (row.Metadata.IsEmpty) return null;
        bool isWhole = !char.IsAsciiDigit((char)row.Metadata.Span[0]);
        if (!isWhole && row.Metadata.Length == 1)
        {
            return new EventMessage { Id = row.Id, EventId = route.EventId, Version = route.Version, Payload = row.Payload, Timestamp = TimeOf(row), Key = row.Key };
        }

        if (!EventMessage.TryParse(isWhole ? row.Metadata : Completed(row, route), out var message, out _, limits) || message.Id != row.Id) return null;
        return WithPayload(message, row.Payload, route.Version, row.Key);
    }

    private static DateTimeOffset TimeOf(OutboxRow row)
    {
        long ticks = row.Timestamp.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond) + row.Metadata.Span[0] - '0', TimeSpan.Zero);
    }

    private static byte[] Completed(OutboxRow row, OutboxRouteKey route) =>
        [.. Encoding.UTF8.GetBytes($"{{\"id\":\"{row.Id}\",\"type\":\"{JsonEncodedText.Encode(route.EventId)}\","), .. PayloadMember, .. row.Metadata.Span[1..]];

    private static EventMessage WithPayload(EventMessage message, ReadOnlyMemory<byte> payload, int version, string? key = null) => new()
    {
        Id = message.Id,
        EventId = message.EventId,
        Version = version,
        Payload = payload,
        Metadata = message.Metadata,
        Timestamp = message.Timestamp,
        Key = key,
        TraceParent = message.TraceParent,
        TraceState = message.TraceState,
        Via = message.Via,
    };
}
