using System.Text;

namespace EventGen.Tests.Publishing;

/// <summary>Messages with whatever texts programs may give them. The same seed gives the same messages.</summary>
internal sealed class RandomMessages(int seed)
{
    private static readonly string[] s_pieces =
    [
        "", "a", "shop", "Zoë", "中文", "🎈", " ", "%", "%41", "%zz", "&", "=", "+", "\"", "\\", "/", "//", ":", "?", "#", "##", "@", "[", "]", "<", "1a:b", "http://x", "urn:eventgen", "x:80",
        "\0", "\n", "\t", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufdd0", "\ufdef", "\ufffe", "\uffff", "\ufffd", "\U0001FFFE", "\ud83d", "\udf88", "\uFEFF",
    ];

    private static readonly string[] s_payloads = ["""{"a":1}""", "true", "[]", "\"text\"", "1.50", """{ "größe" : [ {}, "\u0061" ] }""", new string('[', 64) + new string(']', 64)];

    private readonly Random _random = new(seed);

    public EventMessage Next() => new()
    {
        Id = Guid.NewGuid(),
        EventId = "order.placed",
        Version = _random.Next(1, 4),
        Payload = Encoding.UTF8.GetBytes(s_payloads[_random.Next(s_payloads.Length)]),
        Timestamp = new DateTimeOffset(_random.NextInt64(DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero),
        Key = _random.Next(10) == 0 ? new string('k', _random.Next(1020, 1030)) : Text(),
        TraceParent = TraceParent(),
        TraceState = TraceState(),
        Via = _random.Next(3) == 0 ? "@8b1f,redis,their%2C%20nats" : null,
        Metadata = new EventMetadata { Source = Text(), TraceId = Text(), UserId = Text(), RequestId = Text(), CorrelationId = Text(), CausationId = Text(), Headers = Headers() },
    };

    /// <summary>A text of any kind, sometimes as long as it may be, sometimes none.</summary>
    public string? Text()
    {
        if (_random.Next(4) == 0) return null;
        if (_random.Next(20) == 0) return new string(_random.Next(2) == 0 ? '中' : 'x', 1024);
        return string.Concat(Enumerable.Range(0, _random.Next(5)).Select(_ => s_pieces[_random.Next(s_pieces.Length)]));
    }

    private string? TraceParent() => _random.Next(6) switch
    {
        0 => null,
        1 => "nonsense",
        2 => "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        3 => "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff-more",
        4 => "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        _ => "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    };

    private string? TraceState() => _random.Next(4) switch
    {
        0 => Text(),
        1 => string.Join(',', Enumerable.Range(0, _random.Next(30, 35)).Select(static i => $"k{i}=v")),
        2 => $"a={new string('x', _random.Next(250, 260))},b={new string('y', _random.Next(245, 260))}",
        _ => "vendor=1, t@tenant=a b",
    };

    private Dictionary<string, string> Headers()
    {
        var headers = new Dictionary<string, string>();
        for (int i = _random.Next(4) == 0 ? 32 : _random.Next(3); i > 0; i--)
        {
            string name = Text() ?? "";
            if (headers.Keys.All(other => CloudEventRules.WellFormed(other) != CloudEventRules.WellFormed(name))) headers[name] = Text() ?? "";
        }

        return headers;
    }
}
