using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>A message as RabbitMQ carries it.</summary>
internal static class WireForm
{
    /// <summary>Which group published it: its handlers have handled it where it was emitted.</summary>
    public const string GroupHeader = "eventgen-group";

    private const string Prefix = "cloudEvents_";
    private const string DeliveryCountHeader = "x-delivery-count";

    // With what the AMQP binding of CloudEvents writes before it, what its elder text wrote, and what HTTP writes.
    private static readonly string[] s_specVersions = [Prefix + "specversion", "cloudEvents:specversion", "ce-specversion", "ce_specversion"];

    // The header of each attribute that we write.
    private static readonly ConcurrentDictionary<string, string> s_headers = new(StringComparer.Ordinal);

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cloudEvents">In the binary form of CloudEvents; else in our own.</param>
    /// <param name="group">Whoever publishes it.</param>
    /// <param name="origin">The bus that publishes it.</param>
    public static (BasicProperties Properties, ReadOnlyMemory<byte> Body) Write(EventMessage message, bool cloudEvents, string group, string? origin)
    {
        var properties = new BasicProperties { ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent, Type = message.EventId };
        if (!cloudEvents)
        {
            (properties.MessageId, properties.Headers) = (message.Id.ToString(), new Dictionary<string, object?> { [GroupHeader] = group });
            return (properties, message.ToTransportJson(origin));
        }

        var attributes = message.ToCloudEventAttributes(origin);
        var headers = new Dictionary<string, object?>(attributes.Count) { [GroupHeader] = group };
        foreach (var (name, value) in attributes)
        {
            if (name == "id") properties.MessageId = value;
            if (name != "datacontenttype") headers[s_headers.GetOrAdd(name, static name => Prefix + name)] = value;
        }

        properties.Headers = headers;
        return (properties, message.Payload);
    }

    /// <summary>Reads a message in whichever form it is.</summary>
    /// <param name="properties">What came with the body.</param>
    /// <param name="body">Must not change afterwards.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="message">The message.</param>
    /// <param name="fault">What is wrong with it, without anything of the content.</param>
    public static bool TryRead(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, EventMessageLimits limits, out EventMessage? message, out string? fault) =>
        IsBinary(properties)
            ? EventMessage.TryParseCloudEvent(Attributes(properties.Headers!), body, out message, out fault, limits)
            : EventMessage.TryParse(body, out message, out fault, limits);

    /// <summary>Whether it is a CloudEvent whose attributes are headers.</summary>
    public static bool IsBinary(IReadOnlyBasicProperties properties) => properties.Headers is { } headers && Array.Exists(s_specVersions, headers.ContainsKey);

    /// <summary>What is kept of a message that was refused: a body that can be read again without its headers, where there can be one.</summary>
    public static ReadOnlyMemory<byte> Keep(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, EventMessageLimits limits) =>
        TryRead(properties, body, limits with { MaxPayloadBytes = Math.Max(limits.MaxPayloadBytes, body.Length) }, out var message, out _) ? message!.ToCloudEvent(message.Origin) : body;

    /// <summary>Which group published it; <see langword="null"/> when it does not say.</summary>
    public static string? Group(IReadOnlyBasicProperties properties) =>
        properties.Headers is { } headers && headers.TryGetValue(GroupHeader, out object? value) ? Text(value) : null;

    /// <summary>How often it was given back to its queue.</summary>
    public static long Returns(IReadOnlyBasicProperties properties) =>
        properties.Headers is { } headers && headers.TryGetValue(DeliveryCountHeader, out object? value) && value is IConvertible number and not string
            ? number.ToInt64(CultureInfo.InvariantCulture)
            : 0;

    private static List<KeyValuePair<string, string>> Attributes(IDictionary<string, object?> headers)
    {
        var attributes = new List<KeyValuePair<string, string>>(headers.Count);
        foreach (var (name, value) in headers)
            if (Text(value) is { } text) attributes.Add(new(name, text));
        return attributes;
    }

    // Extensions of a CloudEvent may be a Boolean or an integer. Other tables and lists are no attributes.
    private static string? Text(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number and (int or long or short or byte or sbyte or uint or ushort) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };
}
