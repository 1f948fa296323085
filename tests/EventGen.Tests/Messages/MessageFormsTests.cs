using System.Text;
using System.Text.Json;

namespace EventGen.Tests.Publishing;

/// <summary>What is written in any form can be read by every receiver of the specification, and by this one as it was.</summary>
public sealed class MessageFormsTests
{
    // Each piece of a text is in each place more than ten times; of pairs of them the heavy tests have more.
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1" ? 3000 : 500;

    [Fact]
    public void ToCloudEvent_OfAnyMessage_IsValid_AndReadsBackAsItWas() => ForAnyMessage(static message =>
    {
        byte[] wire = message.ToCloudEvent("origin");

        using var json = JsonDocument.Parse(wire, new JsonDocumentOptions { MaxDepth = 65 });
        var attributes = json.RootElement.EnumerateObject().Where(static member => member.Name != "data").ToList();
        Assert.All(attributes, static attribute => Assert.Equal(JsonValueKind.String, attribute.Value.ValueKind));
        CloudEventRules.AssertValid(attributes.Select(static attribute => KeyValuePair.Create(attribute.Name, attribute.Value.GetString()!)));
        Assert.Equal(Encoding.UTF8.GetString(message.Payload.Span), json.RootElement.GetProperty("data").GetRawText());
        AssertRead(AsCloudEvent(message), Parse(wire), "origin");
    });

    [Fact]
    public void ToCloudEventAttributes_OfAnyMessage_AreValid_AndReadBackAsTheyWere() => ForAnyMessage(static message =>
    {
        var attributes = message.ToCloudEventAttributes();

        CloudEventRules.AssertValid(attributes);
        Assert.True(EventMessage.TryParseCloudEvent(attributes, message.Payload, out var read, out string? fault), fault);
        AssertRead(AsCloudEvent(message), read, origin: null);
    });

    [Fact]
    public void ToTransportJson_OfAnyMessage_ReadsBackAsItWas() => ForAnyMessage(static message =>
    {
        var read = Parse(message.ToTransportJson("origin"));

        AssertRead(AsJson(message), read, "origin");
        AssertRead(read, Parse(read.ToTransportJson("origin")), "origin");
    });

    [Fact]
    public void Message_ThatIsAsLargeAsItMayBe_IsReadInEveryForm()
    {
        string text = new('中', 1024);
        var message = new EventMessage
        {
            Id = Guid.NewGuid(),
            EventId = "order.placed",
            Payload = Encoding.UTF8.GetBytes($"\"{new string('x', 1024 * 1024 - 2)}\""),
            Timestamp = DateTimeOffset.UnixEpoch,
            Key = text,
            Metadata = new EventMetadata
            {
                Source = text, TraceId = text, UserId = text, RequestId = text, CorrelationId = text, CausationId = text,
                Headers = Enumerable.Range(0, 32).ToDictionary(i => text[2..] + $"{i:00}", _ => text),
            },
        };

        Assert.Equal(message.Metadata, Parse(message.ToCloudEvent(text)).Metadata);
        Assert.Equal(message.Metadata, Parse(message.ToTransportJson(text)).Metadata);
        Assert.True(EventMessage.TryParseCloudEvent(message.ToCloudEventAttributes(text), message.Payload, out var read, out string? fault), fault);
        Assert.Equal(message.Metadata, read.Metadata);
    }

    [Fact]
    public void Headers_WhoseNamesDifferInWhatCannotBeWritten_AreWrittenOnce()
    {
        var message = new EventMessage
        {
            Id = Guid.NewGuid(), EventId = "e", Payload = "1"u8.ToArray(), Timestamp = DateTimeOffset.UnixEpoch,
            Metadata = new EventMetadata { Headers = new Dictionary<string, string> { ["\ud83d"] = "1", ["\ud83e"] = "1" } },
        };

        Assert.Equal("1", Assert.Single(Parse(message.ToJson()).Metadata.Headers).Value);
        Assert.Equal("1", Assert.Single(Parse(message.ToCloudEvent()).Metadata.Headers).Value);
    }

    private static void ForAnyMessage(Action<EventMessage> check)
    {
        int seed = Random.Shared.Next();
        var messages = new RandomMessages(seed);
        for (int round = 0; round < s_rounds; round++)
        {
            var message = messages.Next();
            try
            {
                check(message);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, round {round}, {Encoding.UTF8.GetString(message.ToTransportJson())}: {exception}");
            }
        }
    }

    private static EventMessage Parse(byte[] wire)
    {
        Assert.True(EventMessage.TryParse(wire, out var message, out string? fault), fault);
        return message;
    }

    private static void AssertRead(EventMessage expected, EventMessage actual, string? origin)
    {
        Assert.Equal((expected.Id, expected.EventId, expected.Version, expected.Timestamp, expected.Key, origin), (actual.Id, actual.EventId, actual.Version, actual.Timestamp, actual.Key, actual.Origin));
        Assert.Equal(expected.Metadata, actual.Metadata);
        Assert.Equal((expected.TraceParent, expected.TraceState, expected.Via), (actual.TraceParent, actual.TraceState, actual.Via));
        Assert.Equal(Encoding.UTF8.GetString(expected.Payload.Span), Encoding.UTF8.GetString(actual.Payload.Span));
    }

    private static EventMessage AsCloudEvent(EventMessage message)
    {
        var metadata = message.Metadata;
        string? key = message.Key is { Length: > 0 and <= 1024 } written ? CloudEventRules.Allowed(written) : null;
        return Expected(message, key, string.IsNullOrEmpty(metadata.Source) ? null : CloudEventRules.WellFormed(metadata.Source), CloudEventRules.Allowed);
    }

    private static EventMessage AsJson(EventMessage message) =>
        Expected(message, key: null, message.Metadata.Source is { } source ? CloudEventRules.WellFormed(source) : null, CloudEventRules.WellFormed);

    private static EventMessage Expected(EventMessage message, string? key, string? source, Func<string, string> text)
    {
        var metadata = message.Metadata;
        string? traceParent = message.TraceParent is not { } written ? null
            : CloudEventRules.IsTraceParent(written) ? written
            : written.StartsWith("cc-", StringComparison.Ordinal) ? $"00{written[2..53]}01"
            : null;
        return new EventMessage
        {
            Id = message.Id,
            EventId = message.EventId,
            Version = message.Version,
            Payload = message.Payload,
            Timestamp = message.Timestamp,
            Key = key,
            TraceParent = traceParent,
            TraceState = traceParent is not null && CloudEventRules.IsTraceState(message.TraceState) ? message.TraceState : null,
            Via = message.Via,
            Metadata = new EventMetadata
            {
                Source = source,
                TraceId = Written(metadata.TraceId) ?? traceParent?[3..35],
                UserId = Written(metadata.UserId),
                RequestId = Written(metadata.RequestId),
                CorrelationId = Written(metadata.CorrelationId),
                CausationId = Written(metadata.CausationId),
                Headers = metadata.Headers.ToDictionary(static header => CloudEventRules.WellFormed(header.Key), static header => CloudEventRules.WellFormed(header.Value)),
            },
        };

        string? Written(string? value) => value is null ? null : text(value);
    }
}
