namespace EventGen;

/// <summary>The message as a CloudEvent 1.0: its attributes, and the structured JSON form. The binary form is attributes and payload apart.</summary>
internal static class CloudEventForm
{
    public const string SpecVersion = "1.0";
    public const string PayloadMediaType = "application/json";

    /// <summary>The source of an event that has none: a CloudEvent must have one.</summary>
    public const string NoSource = "urn:eventgen";

    /// <summary>The attributes but <c>datacontenttype</c>, in the order in which they are written.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Attributes(EventMessage message, string? origin)
    {
        var metadata = message.Metadata;
        yield return new("specversion", SpecVersion);
        yield return new("id", message.Id.ToString());
        yield return new("source", metadata.Source is { } source ? ToReference(source) : NoSource);
        yield return new("type", message.EventId);
        yield return new("time", JsonEncodedTime(message.Timestamp));
        if (message.Key is { } key) yield return new("partitionkey", key);
        if (message.TraceParent is { } traceParent) yield return new("traceparent", traceParent);
        if (message.TraceState is { } traceState) yield return new("tracestate", traceState);
        if (metadata.TraceId is { } traceId) yield return new("traceid", traceId);
        if (metadata.CorrelationId is { } correlationId) yield return new("correlationid", correlationId);
        if (metadata.CausationId is { } causationId) yield return new("causationid", causationId);
        if (metadata.UserId is { } userId) yield return new("userid", userId);
        if (metadata.RequestId is { } requestId) yield return new("requestid", requestId);
        if (metadata.Headers.Count > 0) yield return new("headers", ToText(metadata.Headers));
        if (origin is not null) yield return new("origin", origin);
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

    /// <summary>The source that a URI reference was written for.</summary>
    public static string? FromReference(string reference) => reference == NoSource ? null : Uri.UnescapeDataString(reference);

    /// <summary>The headers that a text was written for, or as much of it as is one.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FromText(string headers)
    {
        foreach (string pair in headers.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int end = pair.IndexOf('=');
            if (end > 0) yield return new(Uri.UnescapeDataString(pair[..end]), Uri.UnescapeDataString(pair[(end + 1)..]));
        }
    }

    // A URI reference has no blanks; what is one already is left alone, but for the sign that would be read as an escape.
    private static string ToReference(string source) =>
        Uri.IsWellFormedUriString(source, UriKind.RelativeOrAbsolute) && !source.Contains('%') ? source : Uri.EscapeDataString(source);

    // An attribute is a text: the names of attributes allow too little for headers to be some.
    private static string ToText(IReadOnlyDictionary<string, string> headers) => string.Join(
        '&',
        headers.OrderBy(static header => header.Key, StringComparer.Ordinal)
            .Select(static header => $"{Uri.EscapeDataString(header.Key)}={Uri.EscapeDataString(header.Value)}"));

    private static string JsonEncodedTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
