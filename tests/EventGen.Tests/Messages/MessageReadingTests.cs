using System.Text;
using System.Text.Json;
using EventGen.Tests.Receiving;

namespace EventGen.Tests.Publishing;

/// <summary>
/// What is read and what is refused is exactly what the docs say: messages made of members that are each known to be right or
/// wrong, in the JSON form and in both forms of a CloudEvent, which agree.
/// </summary>
public sealed class MessageReadingTests
{
    private const int Rounds = 5000;
    private const string TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static readonly string s_tooLong = new('x', 1025);
    private static readonly string s_longest = new('x', 1024);

    // Each member with values that are right and values that are wrong; null is a member that is not there.
    private static readonly Dictionary<string, (string?[] Right, string?[] Wrong)> s_attributes = new()
    {
        ["specversion"] = (["1.0"], ["1.1", "", "1", "0.3"]),
        ["id"] = ([Messages.Id.ToString(), Messages.Id.ToString().ToUpperInvariant()], [null, "", "x", Messages.Id.ToString("N")]),
        ["source"] = (["shop", "https://shop.example/a%20b?c#d", "urn:x:1", "/", "%E4%B8%AD", "中", string.Concat(Enumerable.Repeat("%E4%B8%AD", 1024))], [null, "", s_tooLong, new string('x', 20_000)]),
        ["type"] = (["received", "Com.Example.Arrived", s_longest], [null, "", s_tooLong]),
        ["time"] = ([null, "2026-11-21T10:00:00Z", "2026-11-21t10:00:00.123456789z", "2026-11-21T10:00:00-23:59", "2026-11-21T23:59:60Z", "0001-01-01T00:00:00Z", "2024-02-29T00:00:00+00:00", "2026-11-21T10:00:00"],
            ["", "2026-11-21", "2026-11-21 10:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T10:60:00Z", "2026-11-21T10:00:60Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "0000-01-01T00:00:00Z", "2026-11-21T10:00:00+24:00", "0001-01-01T00:00:00+00:01", "2026-11-21T10:00:00.Z", "2026-11-21T10:00:00ZZ"]),
        ["partitionkey"] = ([null, "", "c-7", s_longest, s_tooLong], []),
        ["userid"] = ([null, "", "u1", s_longest], [s_tooLong]),
        ["requestid"] = ([null, "r"], [s_tooLong]),
        ["correlationid"] = ([null, "c"], [s_tooLong]),
        ["causationid"] = ([null, "e"], [s_tooLong]),
        ["traceid"] = ([null, "t"], [s_tooLong]),
        ["headers"] = ([null, "", "a=1&b=2", "=empty", "nothing", "&&", $"{s_longest}=1"], ["a=1&a=2", $"{s_tooLong}=1", $"a={s_tooLong}", string.Join('&', Enumerable.Range(0, 33).Select(static i => $"h{i}="))]),
        ["traceparent"] = ([null, TraceParent, "nonsense", "", TraceParent.ToUpperInvariant(), TraceParent + "-01", TraceParent.Replace("-00f", "_00f"), s_tooLong], []),
        ["tracestate"] = ([null, "a=1", "nonsense", s_tooLong], []),
        ["origin"] = ([null, "o"], [s_tooLong]),
        ["dataversion"] = ([null, "1", "2", "2147483647"], ["", "0", "-1", "1.0", "x", "2147483648"]),
        ["datacontenttype"] = ([null, "application/json", "application/json; charset=utf-8"], []),
        ["dataschema"] = ([null, "https://x"], []),
        ["subject"] = ([null, "s"], []),
        ["foreign"] = ([null, s_tooLong], []),
        ["payload"] = ([null, "not the data"], []),
        ["metadata"] = ([null, "none"], []),
        ["timestamp"] = ([null, "1764"], []),
    };

    [Fact]
    public void CloudEvent_IsReadIfEachOfItsAttributesIsRight_InBothForms()
    {
        int seed = Random.Shared.Next(), read = 0;
        var random = new Random(seed);
        for (int round = 0; round < Rounds; round++)
        {
            var (attributes, isRight) = Pick(random);
            bool isStructured = EventMessage.TryParse(Structured(attributes), out var structured, out string? structuredFault);
            bool isBinary = EventMessage.TryParseCloudEvent(attributes.Select(static attribute => KeyValuePair.Create("ce-" + attribute.Key, attribute.Value!)), "{}"u8.ToArray(), out var binary, out string? binaryFault);

            string what = $"Seed {seed}, round {round}: {Encoding.UTF8.GetString(Structured(attributes))}";
            Assert.True(isRight == isStructured, $"{structuredFault} {what}");
            Assert.True(isRight == isBinary, $"{binaryFault} {what}");
            Assert.True(structuredFault == binaryFault, what);
            if (!isRight) continue;
            read++;
            Assert.Equal((structured!.Id, structured.EventId, structured.Metadata, structured.Key, structured.TraceParent, structured.TraceState, structured.Origin), (binary!.Id, binary.EventId, binary.Metadata, binary.Key, binary.TraceParent, binary.TraceState, binary.Origin));
            if (attributes.Exists(static attribute => attribute is { Key: "time", Value: not null })) Assert.Equal(structured.Timestamp, binary.Timestamp);
            Assert.Equal(attributes.Single(static attribute => attribute.Key == "traceparent").Value is { } traceParent && CloudEventRules.IsTraceParent(traceParent) ? traceParent : null, structured.TraceParent);
        }

        Assert.InRange(read, Rounds / 10, Rounds * 9 / 10);   // else the rounds show nothing
    }

    [Theory]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("42", "42")]
    [InlineData("-2147483648", "-2147483648")]
    public void ExtensionOfAnotherType_IsTheTextThatItIsInTheBinaryForm(string json, string text) => Assert.Equal(text, Read($"\"userid\":{json}").Metadata.UserId);

    [Theory]
    [InlineData("\"userid\":1.5")]
    [InlineData("\"userid\":2147483648")]
    [InlineData("\"userid\":{}")]
    [InlineData("\"headers\":[]")]
    [InlineData("\"time\":1")]
    public void AttributeThatIsNoText_IsRefused(string member) => Refuse(member);

    [Theory]
    [InlineData("\"payload\":{\"b\":[1]},\"metadata\":{\"source\":1,\"headers\":{\"a\":\"1\"}},\"timestamp\":{}")]
    [InlineData("\"metadata\":{\"headers\":{\"a\":{}},\"user_id\":[]},\"x\":{}")]
    public void CloudEvent_HasNothingOfTheMembersThatOnlyTheJsonFormHas(string members)
    {
        var message = Read(members);

        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(message.Payload.Span));
        Assert.Equal(new EventMetadata { Source = "s" }, message.Metadata);
    }

    [Fact]
    public void JsonForm_HasNothingOfTheMembersThatOnlyACloudEventHas()
    {
        string wire = $$"""{"id":"{{Messages.Id}}","type":"received","payload":1,"metadata":{"user_id":"u"},"timestamp":"2026-11-21T10:00:00Z","data":2,"data_base64":3,"source":4,"time":5,"userid":{"a":[]},"headers":"a=1","partitionkey":[]}""";

        Assert.True(EventMessage.TryParse(Messages.Bytes(wire), out var message, out string? fault), fault);
        Assert.Equal(new EventMetadata { UserId = "u" }, message.Metadata);
        Assert.Equal(("1", null), (Encoding.UTF8.GetString(message.Payload.Span), message.Key));
    }

    [Theory]
    [InlineData("eyJhIjoxfQ==", """{"a":1}""")]
    [InlineData("MQ==", "1")]
    public void DataAsBase64_IsThePayload(string encoded, string payload) =>
        Assert.Equal(payload, Encoding.UTF8.GetString(Read($"\"data\":null,\"data_base64\":\"{encoded}\"", data: null).Payload.Span));

    [Theory]
    [InlineData("\"data_base64\":\"eyJhIjoxfQ==\",\"data\":1")]
    [InlineData("\"data_base64\":\"!\"")]
    [InlineData("\"data_base64\":\"ew==\"")]
    [InlineData("\"data_base64\":\"eyJhIjoxLCJhIjoyfQ==\"")]
    [InlineData("\"data_base64\":\"bnVsbA==\"")]
    [InlineData("\"data_base64\":{}")]
    [InlineData("\"data_base64\":\"\"")]
    public void DataAsBase64_ThatIsNoPayload_IsRefused(string members) => Refuse(members, data: null);

    [Fact]
    public void CloudEventWithoutTime_HasThatOfItsReading()
    {
        var before = DateTimeOffset.UtcNow;

        Assert.InRange(Read("\"subject\":\"s\"").Timestamp, before, DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData("2026-11-21T23:59:60Z", "2026-11-22T00:00:00Z")]
    [InlineData("2026-11-21t10:00:00.99999999z", "2026-11-21T10:00:00.9999999Z")]
    [InlineData("2026-11-21T10:00:00-23:59", "2026-11-22T09:59:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void Time_IsReadAsItIs(string time, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Read($"\"time\":\"{time}\"").Timestamp);

    [Fact]
    public void AttributeWithoutAValue_IsUnset()
    {
        KeyValuePair<string, string>[] attributes =
            [new("specversion", "1.0"), new("id", Messages.Id.ToString()), new("source", "s"), new("type", "received"), new("userid", null!), new(null!, "x"), new("", "x")];

        Assert.True(EventMessage.TryParseCloudEvent(attributes, Messages.Bytes("1"), out var message, out string? fault), fault);
        Assert.Null(message.Metadata.UserId);
        Assert.False(EventMessage.TryParseCloudEvent(attributes.Append(new("type", "other")), Messages.Bytes("1"), out _, out _));
        Assert.False(EventMessage.TryParseCloudEvent([.. attributes[..3], new("type", null!)], Messages.Bytes("1"), out _, out _));
    }

    [Fact]
    public void HeaderWithoutAPrefix_BesideAttributesThatHaveOne_IsTheTransportsOwn()
    {
        string other = TraceParent.Replace("4bf9", "0000");
        KeyValuePair<string, string>[] headers =
        [
            new("traceparent", other), new("type", "Acme.Envelope"), new("origin", "https://shop.example"), new("cloudEvents_specversion", "1.0"), new("cloudEvents_id", Messages.Id.ToString()),
            new("cloudEvents_source", "s"), new("cloudEvents_type", "received"), new("cloudEvents_traceparent", TraceParent),
        ];

        Assert.True(EventMessage.TryParseCloudEvent(headers, Messages.Bytes("1"), out var message, out string? fault), fault);
        Assert.Equal(("received", TraceParent, null), (message.EventId, message.TraceParent, message.Origin));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Payload_IsReadToTheSameDepth_InEveryForm(int depth, bool isRead)
    {
        var payload = Messages.Bytes(new string('[', depth) + new string(']', depth));
        var message = new EventMessage { Id = Messages.Id, EventId = "received", Payload = payload, Timestamp = Messages.Time };

        Assert.Equal(isRead, EventMessage.TryParse(message.ToJson(), out _, out _));
        Assert.Equal(isRead, EventMessage.TryParse(message.ToCloudEvent(), out _, out _));
        Assert.Equal(isRead, EventMessage.TryParseCloudEvent(message.ToCloudEventAttributes(), payload, out _, out _));
    }

    [Fact]
    public void PayloadThatIsNull_IsNone_InEveryForm()
    {
        var message = new EventMessage { Id = Messages.Id, EventId = "received", Payload = Messages.Bytes("null"), Timestamp = Messages.Time };

        Assert.False(EventMessage.TryParse(message.ToJson(), out _, out _));
        Assert.False(EventMessage.TryParse(message.ToCloudEvent(), out _, out _));
        Assert.False(EventMessage.TryParseCloudEvent(message.ToCloudEventAttributes(), message.Payload, out _, out _));
    }

    // All members are right but one, which may be wrong.
    private static (List<KeyValuePair<string, string?>> Attributes, bool IsRight) Pick(Random random)
    {
        bool isRight = true;
        var names = s_attributes.Keys.ToArray();
        string suspect = names[random.Next(names.Length)];
        List<KeyValuePair<string, string?>> attributes = [];
        foreach (string name in names)
        {
            var (right, wrong) = s_attributes[name];
            bool fails = name == suspect && wrong.Length > 0 && random.Next(2) == 0;
            var values = fails ? wrong : right;
            isRight &= !fails;
            attributes.Add(new(name, values[random.Next(values.Length)]));
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(attributes));
        return (attributes, isRight);
    }

    private static byte[] Structured(List<KeyValuePair<string, string?>> attributes)
    {
        var json = new StringBuilder("{");
        foreach (var (name, value) in attributes) json.Append(JsonSerializer.Serialize(name)).Append(':').Append(JsonSerializer.Serialize(value)).Append(',');
        return Encoding.UTF8.GetBytes(json.Append("\"data\":{}}").ToString());
    }

    private static byte[] CloudEvent(string members, string? data) => Encoding.UTF8.GetBytes(
        $$"""{"id":"{{Messages.Id}}","type":"received","source":"s",{{members}}{{(data is null ? "" : $",\"data\":{data}")}},"specversion":"1.0"}""");

    private static EventMessage Read(string members, string? data = """{"a":1}""")
    {
        Assert.True(EventMessage.TryParse(CloudEvent(members, data), out var message, out string? fault), fault);
        return message;
    }

    private static void Refuse(string members, string? data = """{"a":1}""") => Assert.False(EventMessage.TryParse(CloudEvent(members, data), out _, out _));
}
