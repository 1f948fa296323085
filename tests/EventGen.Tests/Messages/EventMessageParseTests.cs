using System.Text;
using EventGen.Tests.Receiving;

namespace EventGen.Tests.Publishing;

public sealed class EventMessageParseTests
{
    private const string Valid = """{"id":"01a1ffc0-efc6-7781-b766-a54aef9b50ce","type":"received","payload":{"a":[{"b":1},{"b":2}]},"metadata":{"source":"shop","headers":{"tenant":"t1"}},"timestamp":"2026-11-21T10:00:00Z"}""";

    private static readonly EventMessage s_full = new()
    {
        Id = Messages.Id,
        EventId = "received",
        Payload = Messages.Bytes("""{"größe":1,"\u0061":[true,null,{}]}"""),
        Timestamp = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero).AddTicks(1234567),
        Key = "k",
        TraceParent = Messages.TraceParent,
        TraceState = "vendor=1",
        Metadata = new EventMetadata
        {
            Source = "the 50% shop",
            TraceId = Messages.TraceParent[3..35],
            UserId = "u",
            RequestId = "r",
            CorrelationId = "c",
            CausationId = "e",
            Headers = new Dictionary<string, string> { ["a=b&c"] = "d e\n", ["ü"] = "%" },
        },
    };

    [Fact]
    public void TryParse_ReadsWhatToTransportJsonWrites() => AssertEqual(s_full, Parse(s_full.ToTransportJson("o")), key: null, origin: "o");

    [Fact]
    public void TryParse_ReadsWhatToJsonWrites()
    {
        var read = Parse(s_full.ToJson());

        Assert.Equal((s_full.Metadata, null, null, null), (read.Metadata, read.TraceParent, read.TraceState, read.Origin));
    }

    [Fact]
    public void TryParse_ReadsWhatToCloudEventWrites() => AssertEqual(s_full, Parse(s_full.ToCloudEvent("o")), key: "k", origin: "o");

    [Theory]
    [InlineData("")]
    [InlineData("ce-")]
    [InlineData("CloudEvents_")]
    [InlineData("cloudEvents:")]
    public void TryParseCloudEvent_ReadsWhatToCloudEventAttributesWrites(string prefix)
    {
        var attributes = s_full.ToCloudEventAttributes("o").Select(attribute => KeyValuePair.Create(prefix + attribute.Key, attribute.Value));

        Assert.True(EventMessage.TryParseCloudEvent(attributes.Append(new("x-other", "1")), s_full.Payload, out var read, out string? fault), fault);
        AssertEqual(s_full, read, key: "k", origin: "o");
    }

    [Fact]
    public void ToCloudEvent_IsAStructuredCloudEvent() =>
        Assert.Equal(
            """{"specversion":"1.0","id":"01a1ffc0-efc6-7781-b766-a54aef9b50ce","source":"urn:eventgen","type":"received","time":"2026-11-21T10:00:00Z","userid":"u1","datacontenttype":"application/json","data":{"Number":1}}""",
            Encoding.UTF8.GetString(new EventMessage
            {
                Id = Messages.Id, EventId = "received", Payload = Messages.Bytes("""{"Number":1}"""), Timestamp = Messages.Time, Metadata = new EventMetadata { UserId = "u1" },
            }.ToCloudEvent()));

    [Fact]
    public void TryParse_ACloudEventWithoutASource_HasNone()
    {
        var message = Messages.Received();

        Assert.Null(Parse(new EventMessage { Id = message.Id, EventId = "received", Payload = message.Payload, Timestamp = message.Timestamp }.ToCloudEvent()).Metadata.Source);
    }

    [Fact]
    public void TryParse_PassesOverUnknownMembers() =>
        Assert.Equal("received", Parse(Valid.Replace("\"type\"", "\"extra\":{\"x\":[1]},\"type\"")).EventId);

    [Theory]
    [InlineData("2026-11-21T12:00:00.123456789+02:00", 1234567)]
    [InlineData("2026-11-21T10:00:00.5Z", 5000000)]
    [InlineData("2026-11-21T10:00:00.1234567", 1234567)]
    [InlineData("2026-11-21T10:00:00", 0)]
    public void TryParse_ReadsTheTimesOfOtherSystems(string time, int ticks) =>
        Assert.Equal(Messages.Time.AddTicks(ticks), Parse(Valid.Replace("2026-11-21T10:00:00Z", time)).Timestamp);

    [Theory]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21T10:00")]
    [InlineData("2026-11-21T10:00:00.Z")]
    [InlineData("2026-11-21T10:00:00+2")]
    [InlineData("2026-11-21T25:00:00Z")]
    [InlineData("2026-11-21T10:00:00.1234567890123456789012345678901234567890123456789012345678901234567890Z")]
    public void TryParse_WhatIsNoTime_IsAFault(string time) =>
        Assert.False(EventMessage.TryParse(Messages.Bytes(Valid.Replace("2026-11-21T10:00:00Z", time)), out _, out _));

    [Fact]
    public void TryParse_PassesOverUnknownMetadata() =>
        Assert.Equal("shop", Parse(Valid.Replace("\"source\"", "\"extra\":{\"x\":[1]},\"source\"")).Metadata.Source);

    [Theory]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("nonsense")]
    public void TryParse_AnInvalidTraceParent_IsLeftOutWithItsState(string traceParent)
    {
        var read = Parse(Valid.Replace("\"type\"", $"\"traceparent\":\"{traceParent}\",\"tracestate\":\"a=1\",\"type\""));

        Assert.Equal((null, null), (read.TraceParent, read.TraceState));
    }

    [Fact]
    public void TryParse_ATraceStateOver512Characters_IsLeftOut()
    {
        var read = Parse(Valid.Replace("\"type\"", $"\"traceparent\":\"{Messages.TraceParent}\",\"tracestate\":\"a={new string('x', 511)}\",\"type\""));

        Assert.Equal((Messages.TraceParent, null), (read.TraceParent, read.TraceState));
        Assert.Equal(Messages.TraceParent[3..35], read.Metadata.TraceId);
    }

    [Fact]
    public void TryParse_AtTheLimits_ReadsIt()
    {
        string headers = string.Join(',', Enumerable.Range(0, 32).Select(static i => $"\"{i}\":\"{new string('ä', 1024)}\""));
        string payload = $"\"{new string('x', 1024 * 1024 - 2)}\"";

        var read = Parse(Valid.Replace("\"tenant\":\"t1\"", headers).Replace("""{"a":[{"b":1},{"b":2}]}""", payload));

        Assert.Equal((32, 1024 * 1024), (read.Metadata.Headers.Count, read.Payload.Length));
        Assert.Equal(read.Metadata, Parse(read.ToCloudEvent()).Metadata);
    }

    public static TheoryData<string, string> Faulty => new()
    {
        { "nothing", "" },
        { "no JSON", "{" },
        { "something behind it", Valid + "1" },
        { "an array", "[]" },
        { "null", "null" },
        { "no id", Valid.Replace("\"id\"", "\"i\"") },
        { "an id that is no UUID", Valid.Replace("01a1ffc0-", "") },
        { "an id that is no text", Valid.Replace("\"01a1ffc0-efc6-7781-b766-a54aef9b50ce\"", "1") },
        { "no type", Valid.Replace("\"type\"", "\"t\"") },
        { "an empty type", Valid.Replace("\"received\"", "\"\"") },
        { "a null type", Valid.Replace("\"received\"", "null") },
        { "no payload", Valid.Replace("\"payload\"", "\"p\"") },
        { "a null payload", Valid.Replace("""{"a":[{"b":1},{"b":2}]}""", "null") },
        { "no time", Valid.Replace("\"timestamp\"", "\"t\"") },
        { "a time that is none", Valid.Replace("2026-11-21T10", "21.11.2026 10") },
        { "a member twice", Valid.Replace("\"type\"", "\"id\":\"x\",\"type\"") },
        { "a member twice, once escaped", Valid.Replace("\"type\"", "\"\\u0069d\":\"x\",\"type\"") },
        { "a member of the payload twice", Valid.Replace("{\"b\":1}", "{\"b\":1,\"c\":{},\"b\":2}") },
        { "one of many members twice", Valid.Replace("{\"b\":1}", $"{{{string.Join(',', Enumerable.Range(0, 40).Append(39).Select(static i => $"\"{i}\":0"))}}}") },
        { "a header twice", Valid.Replace("\"tenant\":\"t1\"", "\"tenant\":\"t1\",\"tenant\":\"t2\"") },
        { "metadata that are no object", Valid.Replace("{\"source\":\"shop\",\"headers\":{\"tenant\":\"t1\"}}", "1") },
        { "a header that is no text", Valid.Replace("\"t1\"", "{}") },
        { "a header that is too long", Valid.Replace("\"t1\"", $"\"{new string('x', 1025)}\"") },
        { "a name of a header that is too long", Valid.Replace("\"tenant\"", $"\"{new string('x', 1025)}\"") },
        { "a user that is too long", Valid.Replace("\"source\":\"shop\"", $"\"user_id\":\"{new string('x', 1025)}\"") },
        { "too many headers", Valid.Replace("\"tenant\":\"t1\"", string.Join(',', Enumerable.Range(0, 33).Select(static i => $"\"{i}\":\"\""))) },
        { "a payload that is too large", Valid.Replace("""{"a":[{"b":1},{"b":2}]}""", $"\"{new string('x', 1024 * 1024 - 1)}\"") },
        { "a message that is too large", Valid + new string(' ', 2 * 1024 * 1024) },
        { "too deep", Valid.Replace("{\"b\":1}", new string('[', 64) + new string(']', 64)) },
        { "half a character", Valid.Replace("\"t1\"", "\"\\ud800\"") },
        { "a CloudEvent of another version", Valid.Replace("\"payload\"", "\"specversion\":\"2.0\",\"source\":\"s\",\"time\":\"2026-11-21T10:00:00Z\",\"data\"") },
        { "a CloudEvent without source", Valid.Replace("\"payload\"", "\"specversion\":\"1.0\",\"time\":\"2026-11-21T10:00:00Z\",\"data\"") },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void TryParse_WhatIsNoMessage_IsAFaultWithoutContent(string what, string wire)
    {
        Assert.False(EventMessage.TryParse(Messages.Bytes(wire), out var message, out string? fault), what);

        Assert.Null(message);
        Assert.EndsWith(".", fault);
        Assert.DoesNotContain("shop", fault);
    }

    [Fact]
    public void TryParse_AnyDamage_IsNeverThrown()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        byte[] valid = s_full.ToTransportJson("o");
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. valid];
            for (int j = random.Next(1, 4); j > 0; j--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                EventMessage.TryParse(damaged.AsMemory(0, random.Next(damaged.Length + 1)), out _, out _);
                if (i % 10 == 0) AssertEqual(s_full, Parse(valid), key: null, origin: "o");   // the damage is not remembered
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, round {i}: {exception}");
            }
        }
    }

    [Fact]
    public void TryParse_WhatOneMessageAfterAnotherSays_IsMadeOnce()
    {
        var (first, second) = (Parse(Valid), Parse(Valid));

        Assert.Same(first.EventId, second.EventId);
        Assert.Same(first.Metadata.Source, second.Metadata.Source);
        Assert.Equal(("other", "shop"), (Parse(Valid.Replace("received", "other")).EventId, second.Metadata.Source));
    }

    [Fact]
    public void TryParse_WhatTheMessageBeforeSaid_HasToBeWithinTheLimitsOfThisOne()
    {
        Parse(Valid);

        Assert.False(EventMessage.TryParse(Messages.Bytes(Valid), out _, out string? fault, new EventMessageLimits { MaxHeaderLength = "received".Length - 1 }));
        Assert.Equal("A text of it is longer than the limit.", fault);
    }

    [Fact]
    public void TryParse_OfNothing_SaysThatItIsEmpty()
    {
        Assert.False(EventMessage.TryParse(ReadOnlyMemory<byte>.Empty, out _, out string? fault));

        Assert.Equal("It is empty.", fault);
    }

    [Fact]
    public void TryParseCloudEvent_InAnyOrderAndCase_ReadsTheSame()
    {
        var attributes = s_full.ToCloudEventAttributes("o").Reverse().Select(static attribute => KeyValuePair.Create("CE_" + attribute.Key.ToUpperInvariant(), attribute.Value));

        Assert.True(EventMessage.TryParseCloudEvent(attributes, s_full.Payload, out var read, out string? fault), fault);

        AssertEqual(s_full, read, key: "k", origin: "o");
    }

    [Theory]
    [InlineData("payload")]
    [InlineData("metadata")]
    [InlineData("timestamp")]
    [InlineData("version")]
    [InlineData("data")]
    [InlineData("data_base64")]
    public void TryParseCloudEvent_PassesOverNamesThatAreNoAttributes(string name)
    {
        var attributes = s_full.ToCloudEventAttributes("o").Append(new(name, "{")).Append(new(name, "["));

        Assert.True(EventMessage.TryParseCloudEvent(attributes, s_full.Payload, out var read, out string? fault), fault);

        AssertEqual(s_full, read, key: "k", origin: "o");
    }

    [Fact]
    public void TryParseCloudEvent_WithoutSpecversion_IsAFault() =>
        Assert.False(EventMessage.TryParseCloudEvent([new("id", Messages.Id.ToString())], Messages.Bytes("1"), out _, out _));

    [Fact]
    public void TryParseCloudEvent_WithAPayloadThatIsNoJson_IsAFault() =>
        Assert.False(EventMessage.TryParseCloudEvent(s_full.ToCloudEventAttributes(), Messages.Bytes("{"), out _, out _));

    private static EventMessage Parse(string wire) => Parse(Messages.Bytes(wire));

    private static EventMessage Parse(ReadOnlyMemory<byte> wire)
    {
        Assert.True(EventMessage.TryParse(wire, out var message, out string? fault), fault);
        return message;
    }

    private static void AssertEqual(EventMessage expected, EventMessage actual, string? key, string? origin)
    {
        Assert.Equal((expected.Id, expected.EventId, expected.Timestamp), (actual.Id, actual.EventId, actual.Timestamp));
        Assert.Equal(expected.Metadata, actual.Metadata);
        Assert.Equal((expected.TraceParent, expected.TraceState), (actual.TraceParent, actual.TraceState));
        Assert.Equal(Encoding.UTF8.GetString(expected.Payload.Span), Encoding.UTF8.GetString(actual.Payload.Span));
        Assert.Equal((key, origin), (actual.Key, actual.Origin));
    }
}
