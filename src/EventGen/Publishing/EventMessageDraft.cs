using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace EventGen;

/// <summary>What has been read of a message so far, in whichever form it comes, and whether it makes one.</summary>
internal sealed class EventMessageDraft(EventMessageLimits limits)
{
    public const string TextTooLong = "A text of it is longer than the limit.";
    public const string PayloadTooLarge = "Its payload is larger than the limit.";

    private const int MaxTraceState = 512;
    private const int TickDigits = 7;
    private const int LongestTime = 64;

    // 2026-11-21T10:00:00
    private const int Seconds = 19;

    private readonly string?[] _texts = new string?[(int)MessageMember.CloudCausationId + 1];
    private Dictionary<string, string>? _headers;

    public ReadOnlyMemory<byte>? Payload { get; set; }

    /// <summary>The text of a member; <see langword="null"/> where it has none.</summary>
    public string? this[MessageMember member]
    {
        get => _texts[(int)member];
        set => _texts[(int)member] = value;
    }

    /// <summary>Reads the text at which the reader stands.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="text">The text.</param>
    /// <param name="member">What it is the text of, where that decides how long it may be.</param>
    /// <returns>False when it is longer than the limit.</returns>
    public bool TryRead(ref Utf8JsonReader json, [NotNullWhen(true)] out string? text, MessageMember member = MessageMember.None)
    {
        // A character takes six bytes at most; what cannot fit is not even copied.
        text = json.ValueSpan.Length <= 6 * LimitOf(member) ? json.GetString()! : null;
        return text is not null && Fits(text, member);
    }

    /// <summary>True for a text that is not longer than the limit.</summary>
    public bool Fits(string text, MessageMember member = MessageMember.None) => text.Length <= LimitOf(member);

    public void AddHeader(string name, string value) => (_headers ??= new(StringComparer.Ordinal))[name] = value;

    public bool TryFinish([NotNullWhen(true)] out EventMessage? message, [NotNullWhen(false)] out string? fault)
    {
        message = null;
        bool isCloudEvent = this[MessageMember.SpecVersion] is not null;
        if (isCloudEvent && this[MessageMember.Headers] is { } headers)
        {
            foreach (var (name, value) in CloudEventForm.FromText(headers))
            {
                if (!Fits(name) || !Fits(value))
                {
                    fault = TextTooLong;
                    return false;
                }

                AddHeader(name, value);
            }
        }

        fault = Fault(isCloudEvent, out var id, out var timestamp);
        if (fault is not null) return false;

        string? traceParent = this[MessageMember.TraceParent], traceState = this[MessageMember.TraceState];
        ActivityContext trace = default;
        if (traceParent is not null && !ActivityContext.TryParse(traceParent, null, out trace)) traceParent = null;
        if (traceParent is null || traceState is not { Length: <= MaxTraceState }) traceState = null;
        message = new EventMessage
        {
            Id = id,
            EventId = this[MessageMember.Type]!,
            Payload = Payload!.Value,
            Timestamp = timestamp,
            Key = this[MessageMember.CloudPartitionKey],
            TraceParent = traceParent,
            TraceState = traceState,
            Origin = this[MessageMember.Origin],
            Metadata = new EventMetadata
            {
                Source = isCloudEvent ? CloudEventForm.FromReference(this[MessageMember.CloudSource]!) : this[MessageMember.Source],
                TraceId = this[isCloudEvent ? MessageMember.CloudTraceId : MessageMember.TraceId] ?? (traceParent is null ? null : trace.TraceId.ToHexString()),
                UserId = this[isCloudEvent ? MessageMember.CloudUserId : MessageMember.UserId],
                RequestId = this[isCloudEvent ? MessageMember.CloudRequestId : MessageMember.RequestId],
                CorrelationId = this[isCloudEvent ? MessageMember.CloudCorrelationId : MessageMember.CorrelationId],
                CausationId = this[isCloudEvent ? MessageMember.CloudCausationId : MessageMember.CausationId],
                Headers = _headers ?? EventMetadata.Empty.Headers,
            },
        };
        return true;
    }

    private string? Fault(bool isCloudEvent, out Guid id, out DateTimeOffset timestamp)
    {
        bool isTime = TryReadTime(this[isCloudEvent ? MessageMember.CloudTime : MessageMember.Timestamp], out timestamp);
        if (!Guid.TryParseExact(this[MessageMember.Id], "D", out id)) return "Its id is missing, or no UUID.";
        if (string.IsNullOrEmpty(this[MessageMember.Type])) return "Its type is missing.";
        if (!isTime) return "Its time is missing, or no time.";
        if (Payload is not { } payload) return "Its payload is missing.";
        if (payload.Length > limits.MaxPayloadBytes) return PayloadTooLarge;
        if (_headers?.Count > limits.MaxHeaders) return "It has more headers than the limit.";
        if (!isCloudEvent) return null;
        if (this[MessageMember.SpecVersion] != CloudEventForm.SpecVersion) return "Its specversion is not 1.0.";
        return string.IsNullOrEmpty(this[MessageMember.CloudSource]) ? "Its source is missing." : null;
    }

    // RFC 3339. Systems write as many digits of a second as they have; a tick is the seventh, and what comes after it is left out.
    // Brought into the round-trip form, it is read ten times faster than by a pattern.
    private static bool TryReadTime(string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || text.Length < Seconds || text.Length > LongestTime) return false;
        int end = Seconds;
        if (text.Length > end && text[end] == '.')
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            if (end == Seconds + 1) return false;
        }

        Span<char> roundTrip = stackalloc char[Seconds + 1 + TickDigits + LongestTime];
        "0000-00-00T00:00:00.0000000".CopyTo(roundTrip);
        text.AsSpan(0, Math.Min(end, Seconds + 1 + TickDigits)).CopyTo(roundTrip);
        var offset = end == text.Length ? "Z" : text.AsSpan(end);
        offset.CopyTo(roundTrip[(Seconds + 1 + TickDigits)..]);
        roundTrip = roundTrip[..(Seconds + 1 + TickDigits + offset.Length)];
        if (!DateTimeOffset.TryParseExact(roundTrip, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return false;
        time = time.ToUniversalTime();
        return true;
    }

    // The headers of a CloudEvent are one text: all their names and values, of which a character becomes nine at most.
    private long LimitOf(MessageMember member) =>
        member == MessageMember.Headers ? 9L * limits.MaxHeaders * (2 * limits.MaxHeaderLength + 2) : limits.MaxHeaderLength;
}
