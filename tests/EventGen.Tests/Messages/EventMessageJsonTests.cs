using System.Text;
using System.Text.Json;
using EventGen.Tests.Dispatch;

namespace EventGen.Tests.Publishing;

public sealed class EventMessageJsonTests
{
    private static readonly EventMessage s_message = new()
    {
        Id = Guid.Parse("0192f0c1-2d3e-7abc-8def-0123456789ab"),
        EventId = "order.placed",
        Payload = """{"OrderId":1}"""u8.ToArray(),
        Timestamp = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public void ToJson_WithTheUsualMetadata_IsTheDocumentedForm()
    {
        var message = With(new EventMetadata { Source = "shop", TraceId = "0af7651916cd43dd8448eb211c80319c", UserId = "u1", RequestId = "r1" });

        Assert.Equal(
            """{"id":"0192f0c1-2d3e-7abc-8def-0123456789ab","type":"order.placed","payload":{"OrderId":1},"metadata":{"source":"shop","trace_id":"0af7651916cd43dd8448eb211c80319c","user_id":"u1","request_id":"r1"},"timestamp":"2026-11-21T10:00:00Z"}""",
            Text(message));
    }

    [Fact]
    public void ToJson_WithoutMetadata_HasAnEmptyObject() =>
        Assert.Equal(
            """{"id":"0192f0c1-2d3e-7abc-8def-0123456789ab","type":"order.placed","payload":{"OrderId":1},"metadata":{},"timestamp":"2026-11-21T10:00:00Z"}""",
            Text(s_message));

    [Fact]
    public void ToJson_WritesEachMetadataValueThatIsThere_AndNoOther()
    {
        AssertMetadata("""{"source":"x"}""", new EventMetadata { Source = "x" });
        AssertMetadata("""{"trace_id":"x"}""", new EventMetadata { TraceId = "x" });
        AssertMetadata("""{"user_id":"x"}""", new EventMetadata { UserId = "x" });
        AssertMetadata("""{"request_id":"x"}""", new EventMetadata { RequestId = "x" });
        AssertMetadata("""{"correlation_id":"x"}""", new EventMetadata { CorrelationId = "x" });
        AssertMetadata("""{"causation_id":"x"}""", new EventMetadata { CausationId = "x" });
        AssertMetadata("""{"headers":{"a":"1"}}""", new EventMetadata { Headers = new Dictionary<string, string> { ["a"] = "1" } });
    }

    [Fact]
    public void ToJson_WithEverything_WritesItInOneOrder_HeadersSorted() =>
        AssertMetadata(
            """{"source":"s","trace_id":"t","user_id":"u","request_id":"r","correlation_id":"c","causation_id":"k","headers":{"B":"2","a":"1","b":"3"}}""",
            new EventMetadata
            {
                Source = "s",
                TraceId = "t",
                UserId = "u",
                RequestId = "r",
                CorrelationId = "c",
                CausationId = "k",
                Headers = new Dictionary<string, string> { ["b"] = "3", ["a"] = "1", ["B"] = "2" },
            });

    [Theory]
    [InlineData("2026-11-21T10:00:00+00:00", "2026-11-21T10:00:00Z")]
    [InlineData("2026-11-21T10:00:00.5+00:00", "2026-11-21T10:00:00.5Z")]
    [InlineData("2026-11-21T10:00:00.1234567+00:00", "2026-11-21T10:00:00.1234567Z")]
    [InlineData("2026-11-21T11:30:00+01:30", "2026-11-21T10:00:00Z")]
    [InlineData("2026-11-21T23:00:00.25-05:00", "2026-11-22T04:00:00.25Z")]
    public void ToJson_WritesTheTimestampInUtc(string timestamp, string written)
    {
        var message = new EventMessage
        {
            Id = s_message.Id,
            EventId = "e",
            Payload = "1"u8.ToArray(),
            Timestamp = DateTimeOffset.Parse(timestamp, System.Globalization.CultureInfo.InvariantCulture),
        };

        Assert.EndsWith($"\"timestamp\":\"{written}\"}}", Text(message), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Zoë \"the\" <b>✓</b> 🎈\n\\")]
    [InlineData("a+b/c=d&e'f")]
    [InlineData("")]
    public void ToJson_OfAnyText_ReadsBackAsItWas(string text)
    {
        var message = With(new EventMetadata { UserId = text, Headers = new Dictionary<string, string> { [$"header {text}"] = text } });

        using var parsed = JsonDocument.Parse(message.ToJson());

        var metadata = parsed.RootElement.GetProperty("metadata");
        Assert.Equal(text, metadata.GetProperty("user_id").GetString());
        Assert.Equal(text, metadata.GetProperty("headers").GetProperty($"header {text}").GetString());
    }

    [Theory]
    [InlineData("""{ "name" : "Zoë ✓" , "n": [1, 2.50, 1e3] }""")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void ToJson_KeepsThePayloadByteForByte(string payload)
    {
        var message = new EventMessage { Id = s_message.Id, EventId = "e", Payload = Encoding.UTF8.GetBytes(payload), Timestamp = s_message.Timestamp };

        Assert.Contains($"\"payload\":{payload},\"metadata\"", Text(message), StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_LeavesTheKeyToThePayload()
    {
        var message = new EventMessage { Id = s_message.Id, EventId = "e", Payload = "1"u8.ToArray(), Timestamp = s_message.Timestamp, Key = "c-7" };

        Assert.DoesNotContain("c-7", Text(message), StringComparison.Ordinal);
    }

    [Fact]
    public void ToTransportJson_AllocatesItsResultAlone()
    {
        byte[] json = s_message.ToTransportJson("o");

        // The least of some rounds: once, the runtime makes something for itself meanwhile.
        long allocated = Enumerable.Range(0, 3).Min(static _ => Allocated.By(1000, static () => s_message.ToTransportJson("o")));

        Assert.Equal(1000 * Allocated.SizeOfArray(json.Length), allocated);
    }

    [Fact]
    public void ToJson_AfterALargeMessage_IsWhole()
    {
        string large = $"\"{new string('x', 200_000)}\"";
        Assert.Contains(large, Text(new EventMessage { Id = s_message.Id, EventId = "e", Payload = Encoding.UTF8.GetBytes(large), Timestamp = s_message.Timestamp }), StringComparison.Ordinal);

        Assert.EndsWith("Z\"}", Text(s_message), StringComparison.Ordinal);
    }

    private static void AssertMetadata(string expected, EventMetadata metadata) =>
        Assert.Contains($"\"metadata\":{expected},\"timestamp\"", Text(With(metadata)), StringComparison.Ordinal);

    private static EventMessage With(EventMetadata metadata) => new()
    {
        Id = s_message.Id,
        EventId = s_message.EventId,
        Payload = s_message.Payload,
        Timestamp = s_message.Timestamp,
        Metadata = metadata,
    };

    private static string Text(EventMessage message) => Encoding.UTF8.GetString(message.ToJson());
}
