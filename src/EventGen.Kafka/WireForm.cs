using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>A message as Kafka carries it.</summary>
internal static class WireForm
{
    /// <summary>Which application published it: its handlers have handled it where it was emitted.</summary>
    public const string GroupHeader = "eventgen-group";

    private const string Prefix = "ce_";
    private const string SpecVersion = "ce_specversion";
    private const string ContentType = "content-type";
    private const string DataContentType = "datacontenttype";

    // The header of each attribute that we write. The Kafka binding of CloudEvents has the type of the content in one without a prefix.
    private static readonly ConcurrentDictionary<string, string> s_headers = new(StringComparer.Ordinal) { [DataContentType] = ContentType };

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cloudEvents">In the binary form of CloudEvents; else in our own.</param>
    /// <param name="group">Whoever publishes it.</param>
    public static Message<byte[]?, byte[]?> Write(EventMessage message, bool cloudEvents, string group)
    {
        var headers = new Headers { { GroupHeader, Encoding.UTF8.GetBytes(group) } };
        byte[] body;
        if (cloudEvents)
        {
            foreach (var (name, value) in message.ToCloudEventAttributes())
                headers.Add(s_headers.GetOrAdd(name, static name => Prefix + name), Encoding.UTF8.GetBytes(value));
            body = ToArray(message.Payload);
        }
        else
        {
            body = message.ToTransportJson();
        }

        return new Message<byte[]?, byte[]?> { Key = message.Key is { } key ? Encoding.UTF8.GetBytes(key) : null, Value = body, Headers = headers };
    }

    /// <summary>Reads a message in whichever form it is.</summary>
    /// <param name="incoming">The message; its parts must not change afterwards.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="message">The message.</param>
    /// <param name="fault">What is wrong with it, without anything of the content.</param>
    public static bool TryRead(Message<byte[]?, byte[]?> incoming, EventMessageLimits limits, out EventMessage? message, out string? fault) =>
        IsBinary(incoming)
            ? EventMessage.TryParseCloudEvent(Attributes(incoming), incoming.Value, out message, out fault, limits)
            : EventMessage.TryParse(incoming.Value, out message, out fault, limits);

    /// <summary>What is kept of a message that was refused: a body that can be read again without its headers, where there can be one.</summary>
    public static ReadOnlyMemory<byte> Keep(Message<byte[]?, byte[]?> incoming, EventMessageLimits limits) =>
        IsBinary(incoming) && TryRead(incoming, limits with { MaxPayloadBytes = Math.Max(limits.MaxPayloadBytes, incoming.Value?.Length ?? 0) }, out var message, out _) ? message!.ToCloudEvent() : incoming.Value;

    /// <summary>Which application published it; <see langword="null"/> when it does not say.</summary>
    public static string? Group(Message<byte[]?, byte[]?> incoming) => Find(incoming, GroupHeader) is { } group ? Encoding.UTF8.GetString(group) : null;

    private static bool IsBinary(Message<byte[]?, byte[]?> incoming) => Find(incoming, SpecVersion) is not null;

    private static List<KeyValuePair<string, string>> Attributes(Message<byte[]?, byte[]?> incoming)
    {
        var headers = incoming.Headers;
        var attributes = new List<KeyValuePair<string, string>>(headers.Count);
        for (int i = 0; i < headers.Count; i++)
            if (headers[i].Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) attributes.Add(new(headers[i].Key, Encoding.UTF8.GetString(headers[i].GetValueBytes() ?? [])));
        return attributes;
    }

    // The first of the name; whatever its case.
    private static byte[]? Find(Message<byte[]?, byte[]?> incoming, string name)
    {
        var headers = incoming.Headers;
        for (int i = 0; i < headers?.Count; i++)
            if (string.Equals(headers[i].Key, name, StringComparison.OrdinalIgnoreCase)) return headers[i].GetValueBytes();
        return null;
    }

    private static byte[] ToArray(ReadOnlyMemory<byte> payload) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(payload, out var segment) && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length ? array : payload.ToArray();
}
