namespace EventGen.Outbox;

/// <summary>What a row keeps of an event besides its payload: the transport's JSON form of the message, with an empty object in the payload's place.</summary>
internal static class MetadataForm
{
    private static readonly byte[] s_noPayload = "{}"u8.ToArray();

    public static byte[] Write(EventMessage message) => WithPayload(message, s_noPayload, message.Version).ToTransportJson();

    /// <param name="row">The row.</param>
    /// <param name="version">The version that the payload is written in, as the row's route says it.</param>
    /// <param name="limits">How large a message may be.</param>
    /// <returns>The message; <see langword="null"/> when it cannot be read.</returns>
    public static EventMessage? Read(OutboxRow row, int version, EventMessageLimits limits)
    {
        if (!EventMessage.TryParse(row.Metadata, out var message, out _, limits) || message.Id != row.Id) return null;
        return WithPayload(message, row.Payload, version, row.Key);
    }

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
