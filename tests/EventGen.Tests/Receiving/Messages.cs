using System.Text;

namespace EventGen.Tests.Receiving;

/// <summary>Messages as another process would send them.</summary>
internal static class Messages
{
    public static readonly Guid Id = new("01a1ffc0-efc6-7781-b766-a54aef9b50ce");
    public static readonly DateTimeOffset Time = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    public const string TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    /// <summary>JSON that is no payload of <see cref="ReceivedEvent"/>.</summary>
    public const string InvalidPayload = """{"Name":"n","Number":"secret"}""";

    /// <summary>The metadata of <see cref="Received"/> once it is read: a message with a traceparent has its trace id.</summary>
    public static readonly EventMetadata MetadataOnceRead = Received().Metadata with { TraceId = TraceParent[3..35] };

    public static EventMessage Received(string payload = """{"Name":"n","Number":1,"Note":null}""", string eventId = "received") => new()
    {
        Id = Id,
        EventId = eventId,
        Payload = Bytes(payload),
        Timestamp = Time,
        Metadata = new EventMetadata { Source = "other", UserId = "u1", CorrelationId = "c1" },
        TraceParent = TraceParent,
    };

    public static EventMessage Numbered(int number, string name = "n") => new()
    {
        Id = Guid.NewGuid(),
        EventId = "received",
        Payload = Bytes($$"""{"Name":"{{name}}","Number":{{number}}}"""),
        Timestamp = Time,
    };

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
