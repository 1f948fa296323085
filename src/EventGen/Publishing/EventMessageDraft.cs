using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace EventGen;

/// <summary>What has been read of a message so far, in whichever form it comes, and whether it makes one.</summary>
internal sealed class EventMessageDraft(EventMessageLimits limits)
{
    public const string PayloadName = "payload";
    public const string DataName = "data";
    public const string MetadataName = "metadata";
    public const string HeadersName = "headers";
    public const string TextTooLong = "A text of it is longer than the limit.";
    public const string PayloadTooLarge = "Its payload is larger than the limit.";

    private const int MaxTraceState = 512;
    private const int TickDigits = 7;

    // Every member that means something, in the JSON form or in a CloudEvent.
    private static readonly string[] s_names =
    [
        "id", "type", PayloadName, MetadataName, "timestamp", "traceparent", "tracestate", "origin",
        "specversion", "source", "time", DataName, "partitionkey", "traceid", "correlationid", "causationid", "userid", "requestid", HeadersName,
    ];

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _headers = new(StringComparer.Ordinal);

    public ReadOnlyMemory<byte>? Payload { get; set; }

    public string? SpecVersion => Text("specversion");

    /// <summary>The name at which the reader stands, if it is one that means something.</summary>
    public static string? NameOf(ref Utf8JsonReader json)
    {
        foreach (string name in s_names)
        {
            if (json.ValueTextEquals(name)) return name;
        }

        return null;
    }

    /// <summary>True for an attribute of a CloudEvent that means something.</summary>
    public static bool IsText(string name) => name is not (PayloadName or DataName or MetadataName) && s_names.Contains(name);

    /// <summary>Reads the text at which the reader stands.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="text">The text.</param>
    /// <param name="member">What it is the text of, where that decides how long it may be.</param>
    /// <returns>False when it is longer than the limit.</returns>
    public bool TryRead(ref Utf8JsonReader json, [NotNullWhen(true)] out string? text, string? member = null)
    {
        // A character takes six bytes at most; what cannot fit is not even copied.
        long limit = LimitOf(member);
        text = json.ValueSpan.Length <= 6 * limit ? json.GetString()! : null;
        return text?.Length <= limit;
    }

    public void Set(string name, string value) => _texts[name] = value;

    public void SetMetadata(string name, string value) => _metadata[name] = value;

    public void AddHeader(string name, string value) => _headers[name] = value;

    public bool TryFinish([NotNullWhen(true)] out EventMessage? message, [NotNullWhen(false)] out string? fault)
    {
        message = null;
        bool isCloudEvent = SpecVersion is not null;
        if (isCloudEvent && Text(HeadersName) is { } headers)
        {
            foreach (var (name, value) in CloudEventForm.FromText(headers)) AddHeader(name, value);
        }

        fault = Fault(isCloudEvent, out var id, out var timestamp);
        if (fault is not null) return false;

        string? traceParent = Text("traceparent"), traceState = Text("tracestate");
        if (!ActivityContext.TryParse(traceParent, null, out var trace)) (traceParent, traceState) = (null, null);
        if (traceState is not { Length: <= MaxTraceState }) traceState = null;
        message = new EventMessage
        {
            Id = id,
            EventId = Text("type")!,
            Payload = Payload!.Value,
            Timestamp = timestamp,
            Key = Text("partitionkey"),
            TraceParent = traceParent,
            TraceState = traceState,
            Origin = Text("origin"),
            Metadata = new EventMetadata
            {
                Source = isCloudEvent ? CloudEventForm.FromReference(Text("source")!) : Metadata("source"),
                TraceId = (isCloudEvent ? Text("traceid") : Metadata("trace_id")) ?? (traceParent is null ? null : trace.TraceId.ToHexString()),
                UserId = isCloudEvent ? Text("userid") : Metadata("user_id"),
                RequestId = isCloudEvent ? Text("requestid") : Metadata("request_id"),
                CorrelationId = isCloudEvent ? Text("correlationid") : Metadata("correlation_id"),
                CausationId = isCloudEvent ? Text("causationid") : Metadata("causation_id"),
                Headers = _headers,
            },
        };
        return true;
    }

    private string? Fault(bool isCloudEvent, out Guid id, out DateTimeOffset timestamp)
    {
        timestamp = default;
        bool isTime = TryReadTime(Text(isCloudEvent ? "time" : "timestamp"), out timestamp);
        if (!Guid.TryParseExact(Text("id"), "D", out id)) return "Its id is missing, or no UUID.";
        if (string.IsNullOrEmpty(Text("type"))) return "Its type is missing.";
        if (!isTime) return "Its time is missing, or no time.";
        if (Payload is not { } payload) return "Its payload is missing.";
        if (payload.Length > limits.MaxPayloadBytes) return PayloadTooLarge;
        if (_headers.Count > limits.MaxHeaders) return "It has more headers than the limit.";
        if (_texts.Any(text => text.Value.Length > LimitOf(text.Key))) return TextTooLong;
        if (_headers.Any(header => header.Key.Length > limits.MaxHeaderLength || header.Value.Length > limits.MaxHeaderLength)) return TextTooLong;
        if (!isCloudEvent) return null;
        if (SpecVersion != CloudEventForm.SpecVersion) return "Its specversion is not 1.0.";
        return string.IsNullOrEmpty(Text("source")) ? "Its source is missing." : null;
    }

    // RFC 3339. Other systems write more digits than a tick has; those are left out.
    private static bool TryReadTime(string? text, out DateTimeOffset time)
    {
        int fraction = text?.IndexOf('.') + 1 ?? 0, end = fraction;
        while (fraction > 0 && end < text!.Length && char.IsAsciiDigit(text[end])) end++;
        if (end - fraction > TickDigits) text = text!.Remove(fraction + TickDigits, end - fraction - TickDigits);
        return DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    // The headers of a CloudEvent are one text: all their names and values, of which a character becomes nine at most.
    private long LimitOf(string? member) =>
        member == HeadersName ? 9L * limits.MaxHeaders * (2 * limits.MaxHeaderLength + 2) : limits.MaxHeaderLength;

    private string? Metadata(string name) => _metadata.GetValueOrDefault(name);

    private string? Text(string name) => _texts.GetValueOrDefault(name);
}
