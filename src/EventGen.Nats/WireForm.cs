using System.Buffers;
using System.Text;
using NATS.Client.Core;

namespace EventGen.Nats;

/// <summary>A message as NATS carries it.</summary>
internal static class WireForm
{
    // What the NATS binding of CloudEvents writes into a header as it is.
    private static readonly SearchValues<char> s_plain = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(static code => (char)code).Where(static sign => sign is not ('"' or '%'))]);

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cloudEvents">In the binary form of CloudEvents; else in our own.</param>
    /// <param name="group">For a stream: whoever publishes it. With it, the stream recognises a message that is published again.</param>
    /// <param name="origin">The bus that publishes it; <see langword="null"/> when nobody has to know.</param>
    public static (NatsHeaders? Headers, ReadOnlyMemory<byte> Body) Write(EventMessage message, bool cloudEvents, string? group, string? origin)
    {
        var attributes = cloudEvents ? message.ToCloudEventAttributes(origin) : [];
        var headers = cloudEvents || group is not null ? new NatsHeaders(attributes.Count + 2) : null;
        if (group is not null)
        {
            headers![HeaderNames.MessageId] = message.Id.ToString();
            headers[HeaderNames.Group] = Encode(group);
        }

        if (!cloudEvents) return (headers, message.ToTransportJson(origin));
        for (int i = 0; i < attributes.Count; i++) headers![HeaderNames.OfAttribute(attributes[i].Key)] = Encode(attributes[i].Value);
        return (headers, message.Payload);
    }

    /// <summary>Reads a message in whichever form it is.</summary>
    /// <param name="headers">What came with the body.</param>
    /// <param name="body">Must not change afterwards.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="message">The message.</param>
    /// <param name="fault">What is wrong with it, without anything of the content.</param>
    public static bool TryRead(HeaderBlock headers, ReadOnlyMemory<byte> body, EventMessageLimits limits, out EventMessage? message, out string? fault) =>
        IsBinary(headers)
            ? EventMessage.TryParseCloudEvent(Decode(headers.All), body, out message, out fault, limits)
            : EventMessage.TryParse(body, out message, out fault, limits);

    /// <summary>What is kept of a message that was refused: a body that can be read again without its headers, where there can be one.</summary>
    public static ReadOnlyMemory<byte> Keep(HeaderBlock headers, ReadOnlyMemory<byte> body, EventMessageLimits limits) =>
        IsBinary(headers) && TryRead(headers, body, limits with { MaxPayloadBytes = Math.Max(limits.MaxPayloadBytes, body.Length) }, out var message, out _) ? message!.ToCloudEvent(message.Origin) : body;

    /// <summary>Which application published it; <see langword="null"/> when it does not say.</summary>
    public static string? Group(HeaderBlock headers) => headers[HeaderNames.Group] is { } group ? Decode(group) : null;

    private static bool IsBinary(HeaderBlock headers) => headers[HeaderNames.SpecVersion] is not null;

    // Most have nothing to decode.
    private static IReadOnlyList<KeyValuePair<string, string>> Decode(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        for (int i = 0; i < headers.Count; i++)
            if (headers[i].Value.Contains('%')) return [.. headers.Select(static header => new KeyValuePair<string, string>(header.Key, Decode(header.Value)))];
        return headers;
    }

    private static string Decode(string value) => value.Contains('%') ? Uri.UnescapeDataString(value) : value;

    private static string Encode(string value)
    {
        if (!value.AsSpan().ContainsAnyExcept(s_plain)) return value;
        var text = new StringBuilder(value.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.IsBmp && s_plain.Contains((char)rune.Value))
            {
                text.Append((char)rune.Value);
                continue;
            }

            int length = rune.EncodeToUtf8(bytes);
            foreach (byte part in bytes[..length]) text.Append('%').Append(part.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
