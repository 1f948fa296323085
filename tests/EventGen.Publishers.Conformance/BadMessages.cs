using System.Text;

namespace EventGen.Publishers.Conformance;

/// <summary>What somebody may put on a channel that no bus would.</summary>
public static class BadMessages
{
    /// <summary>How large a message may be, in bytes, so that something of it is kept.</summary>
    public static int Largest { get; } = (int)EventMessageLimits.Default.MaxMessageBytes;

    /// <summary>The name of the message that is fine, of an event that no module declares.</summary>
    public const string Undeclared = "an event of another application";

    private const int LargestPayload = 1024 * 1024;

    private static readonly Dictionary<string, byte[]> s_messages = new()
    {
        ["nothing"] = [],
        ["bytes that are no text"] = [0xff, 0xfe, 0x00, 0x80],
        ["text that is no JSON"] = "no json"u8.ToArray(),
        ["an empty object"] = "{}"u8.ToArray(),
        ["an unknown event"] = Message(type: """nobody.knows\nit"""),
        [Undeclared] = OfEvent("elsewhere.happened"),
        ["wrong types"] = Message(payload: """{"Number":"x"}"""),
        ["a part twice"] = Message(payload: """{"Number":1,"Number":2}"""),
        ["a header that is no text"] = WithHeaders("""{"a":{"b":1}}"""),
        ["a header twice"] = WithHeaders("""{"a":"1","a":"2"}"""),
        ["too many headers"] = WithHeaders($"{{{string.Join(',', Enumerable.Range(0, 33).Select(static number => $"\"h{number}\":\"\""))}}}"),
        ["a header that is too long"] = WithHeaders($$"""{"a":"{{new string('x', 1025)}}"}"""),
        ["a header with a name that is too long"] = WithHeaders($$"""{"{{new string('x', 1025)}}":""}"""),
        ["a payload over the limit"] = Message(payload: $"\"{new string('x', LargestPayload)}\""),
        ["a message over the limit"] = new byte[Largest + 1],
    };

    /// <summary>What is wrong with each.</summary>
    public static TheoryData<string> Names => [.. s_messages.Keys];

    public static byte[] Of(string name) => s_messages[name];

    /// <summary>A message of an event.</summary>
    public static byte[] OfEvent(string eventId) => Message(eventId);

    private static byte[] WithHeaders(string headers) => Message(metadata: $$"""{"headers":{{headers}}}""");

    private static byte[] Message(string type = "conformance.parcel", string payload = "{}", string metadata = "{}") => Encoding.UTF8.GetBytes(
        $$"""{"id":"01a1ffc0-efc6-7781-b766-a54aef9b50ce","type":"{{type}}","payload":{{payload}},"metadata":{{metadata}},"timestamp":"2026-11-21T10:00:00Z"}""");
}
