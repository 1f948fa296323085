using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace EventGen;

/// <summary>What has been read of a message so far, in whichever form it comes, and whether it makes one.</summary>
/// <remarks>
/// Only <c>specversion</c>, which may come last, tells the form. So the members of both are read, and what is wrong with a member
/// counts where the form has that member. One instance serves a thread, for one message after the other.
/// </remarks>
internal sealed class EventMessageDraft : IDisposable
{
    public const string NoText = "A member that has to be a text is none.";
    public const string SameMemberTwice = "An object of it has the same member twice.";
    public const string TextTooLong = "A text of it is longer than the limit.";
    public const string NoVersion = "Its version is no whole number from 1.";
    public const string NoPayload = "Its payload is missing.";
    public const string PayloadTooLarge = "Its payload is larger than the limit.";

    [ThreadStatic]
    private static EventMessageDraft? t_spare;

    private string?[] _texts = new string?[(int)MessageMember.CloudDataVersion + 1];

    // Those of the message before. What many messages say, such as their type, is made once.
    private string?[] _before = new string?[(int)MessageMember.CloudDataVersion + 1];

    private EventMessageLimits _limits = EventMessageLimits.Default;
    private Dictionary<string, string>? _headers;

    // What was read as a value, and so has no text.
    private Guid? _id;
    private DateTimeOffset? _timestamp;
    private DateTimeOffset? _cloudTime;

    // The first of each: with what both forms have, the message's own alone, the CloudEvent's alone.
    private string? _fault;
    private string? _ownFault;
    private string? _cloudFault;

    private EventMessageDraft()
    {
    }

    public bool IsCloudEvent => this[MessageMember.SpecVersion] is not null;

    /// <summary>The payload of the JSON form.</summary>
    public ReadOnlyMemory<byte>? Payload { get; set; }

    /// <summary>The payload of a CloudEvent.</summary>
    public ReadOnlyMemory<byte>? Data { get; set; }

    /// <summary>The payload of a CloudEvent in the structured form, where it came as Base64.</summary>
    public ReadOnlyMemory<byte>? EncodedData { get; set; }

    /// <summary>The text of a member; <see langword="null"/> where it has none.</summary>
    public string? this[MessageMember member]
    {
        get => _texts[(int)member];
        private set => _texts[(int)member] = value;
    }

    /// <summary>To be used for one message, and disposed.</summary>
    public static EventMessageDraft Rent(EventMessageLimits limits)
    {
        var draft = t_spare ?? new EventMessageDraft();
        t_spare = null;
        draft._limits = limits;
        return draft;
    }

    public void Dispose()
    {
        (_before, _texts) = (_texts, _before);
        Array.Clear(_texts);
        _headers = null;
        (Payload, Data, EncodedData) = (null, null, null);
        (_id, _timestamp, _cloudTime) = (null, null, null);
        (_fault, _ownFault, _cloudFault) = (null, null, null);
        t_spare = this;
    }

    /// <summary>Reads the text at which the reader stands.</summary>
    /// <returns>False when it is longer than the limit.</returns>
    public bool TryRead(ref Utf8JsonReader json, [NotNullWhen(true)] out string? text, MessageMember member = MessageMember.None)
    {
        // A character takes six bytes at most; what cannot fit is not even copied.
        text = _before[(int)member];
        if (text is null || !json.ValueTextEquals(text)) text = json.ValueSpan.Length <= 6 * LimitOf(member) ? json.GetString()! : null;
        return text is not null && text.Length <= LimitOf(member);
    }

    /// <summary>Reads the id or the time at which the reader stands, without a text of it.</summary>
    /// <returns>False when it is another member, or is not written as nearly all are: then the text tells what is wrong.</returns>
    public bool TryReadValue(ref Utf8JsonReader json, MessageMember member)
    {
        switch (member)
        {
            case MessageMember.Id when json.TryGetGuid(out var id):
                _id = id;
                return true;
            case MessageMember.Timestamp when Rfc3339.TryParse(ref json, out var time):
                _timestamp = time;
                return true;
            case MessageMember.CloudTime when Rfc3339.TryParse(ref json, out var time):
                _cloudTime = time;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Takes the text of a member, if it is short enough.</summary>
    public void Take(MessageMember member, string text)
    {
        if (text.Length <= LimitOf(member)) this[member] = text;
        else Note(member, TextTooLong);
    }

    /// <summary>Notes what is wrong with a member.</summary>
    public void Note(MessageMember member, string fault)
    {
        switch (member)
        {
            case MessageMember.TraceParent or MessageMember.TraceState or MessageMember.CloudPartitionKey:
                break;   // left out: the event can be handled without
            case MessageMember.Id or MessageMember.Type or MessageMember.Origin or MessageMember.Via or MessageMember.SpecVersion:
                _fault ??= fault;
                break;
            case MessageMember.Payload or MessageMember.Metadata or MessageMember.Timestamp or MessageMember.Version or (>= MessageMember.Source and <= MessageMember.CausationId):
                _ownFault ??= fault;
                break;
            default:
                _cloudFault ??= fault;
                break;
        }
    }

    /// <summary>Adds a header of the metadata. Those over the limit are only known to be too many.</summary>
    public void AddHeader(string name, string value)
    {
        _headers ??= new(StringComparer.Ordinal);
        if (_headers.Count <= _limits.MaxHeaders) _headers[name] = value;
    }

    public bool TryFinish([NotNullWhen(true)] out EventMessage? message, [NotNullWhen(false)] out string? fault)
    {
        message = null;
        var (id, timestamp, version) = (Guid.Empty, default(DateTimeOffset), 1);
        fault = _fault ?? (IsCloudEvent ? _cloudFault ?? ReadCloudHeaders() : _ownFault) ?? Fault(out id, out timestamp) ?? ReadVersion(out version);
        if (fault is not null) return false;

        string? traceParent = TraceContext.Normalize(this[MessageMember.TraceParent]);
        message = new EventMessage
        {
            Id = id,
            EventId = this[MessageMember.Type]!,
            Version = version,
            Payload = (IsCloudEvent ? Data ?? EncodedData : Payload)!.Value,
            Timestamp = timestamp,
            Key = IsCloudEvent ? this[MessageMember.CloudPartitionKey] : null,
            TraceParent = traceParent,
            TraceState = traceParent is not null && TraceContext.IsTraceState(this[MessageMember.TraceState]) ? this[MessageMember.TraceState] : null,
            Origin = this[MessageMember.Origin],
            Via = this[MessageMember.Via],
            Metadata = new EventMetadata
            {
                Source = IsCloudEvent ? CloudEventForm.FromReference(this[MessageMember.CloudSource]!) : this[MessageMember.Source],
                TraceId = this[IsCloudEvent ? MessageMember.CloudTraceId : MessageMember.TraceId] ?? traceParent?[3..35],
                UserId = this[IsCloudEvent ? MessageMember.CloudUserId : MessageMember.UserId],
                RequestId = this[IsCloudEvent ? MessageMember.CloudRequestId : MessageMember.RequestId],
                CorrelationId = this[IsCloudEvent ? MessageMember.CloudCorrelationId : MessageMember.CorrelationId],
                CausationId = this[IsCloudEvent ? MessageMember.CloudCausationId : MessageMember.CausationId],
                Headers = _headers ?? EventMetadata.Empty.Headers,
            },
        };
        return true;
    }

    // What metadata the CloudEvent may have as well are none of it.
    private string? ReadCloudHeaders()
    {
        _headers = null;
        if (this[MessageMember.Headers] is not { } headers) return null;
        foreach (var (name, value) in CloudEventForm.FromText(headers))
        {
            if (name.Length > _limits.MaxHeaderLength || value.Length > _limits.MaxHeaderLength) return TextTooLong;
            if (_headers?.ContainsKey(name) == true) return SameMemberTwice;
            AddHeader(name, value);
        }

        return null;
    }

    private string? Fault(out Guid id, out DateTimeOffset timestamp)
    {
        bool isTime = TryReadTime(out timestamp);
        id = _id ?? default;
        if (_id is null && !Guid.TryParseExact(this[MessageMember.Id], "D", out id)) return "Its id is missing, or no UUID.";
        if (string.IsNullOrEmpty(this[MessageMember.Type])) return "Its type is missing.";
        if (!isTime) return IsCloudEvent ? "Its time is no time." : "Its time is missing, or no time.";
        if (IsCloudEvent && Data is not null && EncodedData is not null) return "It has both data and data_base64.";
        if ((IsCloudEvent ? Data ?? EncodedData : Payload) is not { } payload) return NoPayload;
        if (payload.Length > _limits.MaxPayloadBytes) return PayloadTooLarge;
        if (_headers?.Count > _limits.MaxHeaders) return "It has more headers than the limit.";
        if (!IsCloudEvent) return null;
        if (this[MessageMember.SpecVersion] != CloudEventForm.SpecVersion) return "Its specversion is not 1.0.";
        if (string.IsNullOrEmpty(this[MessageMember.CloudSource])) return "Its source is missing.";
        return CloudEventForm.FromReference(this[MessageMember.CloudSource]!)?.Length > _limits.MaxHeaderLength ? TextTooLong : null;
    }

    private string? ReadVersion(out int version)
    {
        version = 1;
        string? text = this[IsCloudEvent ? MessageMember.CloudDataVersion : MessageMember.Version];
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version) && version > 0) ? null : NoVersion;
    }

    // A CloudEvent need not have one: then it is that of its arrival.
    private bool TryReadTime(out DateTimeOffset time)
    {
        if ((IsCloudEvent ? _cloudTime : _timestamp) is { } read)
        {
            time = read;
            return true;
        }

        time = TimeProvider.System.GetUtcNow();
        string? text = this[IsCloudEvent ? MessageMember.CloudTime : MessageMember.Timestamp];
        return text is null ? IsCloudEvent : Rfc3339.TryParse(text, out time);
    }

    // What a CloudEvent escapes: a character becomes nine at most. Its headers are one text, with all their names and values.
    private long LimitOf(MessageMember member) => member switch
    {
        MessageMember.Headers => _limits.MaxHeadersText,
        MessageMember.CloudSource => 9L * _limits.MaxHeaderLength,
        _ => _limits.MaxHeaderLength,
    };
}
