using System.Buffers;
using System.Globalization;

namespace EventGen;

/// <summary>The message as a CloudEvent 1.0: its attributes, and the structured JSON form. The binary form is attributes and payload apart.</summary>
internal static class CloudEventForm
{
    public const string SpecVersion = "1.0";
    public const string PayloadMediaType = "application/json";

    /// <summary>The source of an event that has none: a CloudEvent must have one.</summary>
    public const string NoSource = "urn:eventgen";

    private const int UsualAttributes = 10;

    // Of RFC 3986, without '%' and the brackets of an IP address.
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string Reserved = ":/?#@!$&'()*+,;=";

    private static readonly SearchValues<char> s_reference = SearchValues.Create(Unreserved + Reserved);
    private static readonly SearchValues<char> s_escaped = SearchValues.Create(Unreserved + "%");

    /// <summary>The attributes but <c>datacontenttype</c>, in the order in which they are written.</summary>
    public static List<KeyValuePair<string, string>> Attributes(EventMessage message, string? origin)
    {
        var metadata = message.Metadata;
        var attributes = new List<KeyValuePair<string, string>>(UsualAttributes)
        {
            new("specversion", SpecVersion),
            new("id", message.Id.ToString()),
            new("source", ToReference(metadata.Source)),
            new("type", CloudEventText.Of(message.EventId)),
            new("time", Rfc3339.ToText(message.Timestamp)),
        };
        if (message.Version != 1) attributes.Add(new("dataversion", message.Version.ToString(CultureInfo.InvariantCulture)));
        if (IsPartitionKey(message.Key)) attributes.Add(new("partitionkey", CloudEventText.Of(message.Key!)));
        if (TraceContext.Normalize(message.TraceParent) is { } traceParent)
        {
            attributes.Add(new("traceparent", traceParent));
            if (TraceContext.IsTraceState(message.TraceState)) attributes.Add(new("tracestate", message.TraceState!));
        }

        if (metadata.TraceId is { } traceId) attributes.Add(new("traceid", CloudEventText.Of(traceId)));
        if (metadata.CorrelationId is { } correlationId) attributes.Add(new("correlationid", CloudEventText.Of(correlationId)));
        if (metadata.CausationId is { } causationId) attributes.Add(new("causationid", CloudEventText.Of(causationId)));
        if (metadata.UserId is { } userId) attributes.Add(new("userid", CloudEventText.Of(userId)));
        if (metadata.RequestId is { } requestId) attributes.Add(new("requestid", CloudEventText.Of(requestId)));
        if (metadata.Headers.Count > 0) attributes.Add(new("headers", ToText(metadata.Headers)));
        if (message.Via is { } via) attributes.Add(new("via", CloudEventText.Of(via)));
        if (origin is not null) attributes.Add(new("origin", CloudEventText.Of(origin)));
        return attributes;
    }

    public static byte[] Write(EventMessage message, string? origin)
    {
        using var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        foreach (var (name, value) in Attributes(message, origin)) writer.WriteString(name, value);
        writer.WriteString("datacontenttype"u8, PayloadMediaType);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(message.Payload.Span, skipInputValidation: true);
        writer.WriteEndObject();
        return buffer.ToArray();
    }

    /// <summary>The source that a URI reference was written for: what was escaped as a whole was no reference; any other is taken as it is.</summary>
    public static string? FromReference(string reference) =>
        reference == NoSource ? null
        : reference.AsSpan().ContainsAnyExcept(s_escaped) ? reference
        : Uri.UnescapeDataString(reference);

    /// <summary>The headers that a text was written for, or as much of it as is one.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FromText(string headers)
    {
        foreach (string pair in headers.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int end = pair.IndexOf('=');
            if (end >= 0) yield return new(Uri.UnescapeDataString(pair[..end]), Uri.UnescapeDataString(pair[(end + 1)..]));
        }
    }

    // What is a URI reference already is left alone, but for what would be read as something else.
    private static string ToReference(string? source) =>
        string.IsNullOrEmpty(source) ? NoSource
        : source != NoSource && !source.AsSpan().ContainsAnyExcept(s_reference) && Uri.IsWellFormedUriString(source, UriKind.RelativeOrAbsolute) ? source
        : Uri.EscapeDataString(source);

    // An empty one is forbidden, and one that is longer than receivers take is of use to nobody: the key is in the payload as well.
    private static bool IsPartitionKey(string? key) => key is { Length: > 0 } && key.Length <= EventMessageLimits.Default.MaxHeaderLength;

    // An attribute is a text: the names of attributes allow too little for headers to be some.
    private static string ToText(IReadOnlyDictionary<string, string> headers) => string.Join(
        '&', MessageHeaders.ToWrite(headers).Select(static header => $"{Uri.EscapeDataString(header.Key)}={Uri.EscapeDataString(header.Value)}"));
}
