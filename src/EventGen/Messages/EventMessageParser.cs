using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace EventGen;

/// <summary>Reads a message that came from outside, in each of its forms. Trusts nothing, throws nothing.</summary>
internal static class EventMessageParser
{
    // Of a payload; in a message it is one deeper.
    private const int MaxDepth = 64;

    private static readonly string[] s_prefixes = ["ce-", "ce_", "cloudEvents_", "cloudEvents:"];

    public static bool TryParse(
        ReadOnlyMemory<byte> wire, EventMessageLimits limits, [NotNullWhen(true)] out EventMessage? message, [NotNullWhen(false)] out string? fault)
    {
        message = null;
        if (wire.Length > limits.MaxMessageBytes)
        {
            fault = "It is larger than the limit.";
            return false;
        }

        using var draft = EventMessageDraft.Rent(limits);
        fault = Guarded(wire, draft, static (wire, draft) => ReadMessage(wire, draft));
        if (fault is null && draft is { IsCloudEvent: true, EncodedData: { } payload })
            fault = Guarded(payload, draft, static (payload, _) => ReadPayload(payload));
        return fault is null && draft.TryFinish(out message, out fault);
    }

    public static bool TryParse(
        IEnumerable<KeyValuePair<string, string>> attributes,
        ReadOnlyMemory<byte> payload,
        EventMessageLimits limits,
        [NotNullWhen(true)] out EventMessage? message,
        [NotNullWhen(false)] out string? fault)
    {
        message = null;
        using var draft = EventMessageDraft.Rent(limits);
        draft.Data = payload;
        fault = ReadAttributes(attributes as IReadOnlyList<KeyValuePair<string, string>> ?? [.. attributes], draft);
        if (fault is not null) return false;
        if (!draft.IsCloudEvent)
        {
            fault = "It has no specversion.";
            return false;
        }

        fault = payload.Length > limits.MaxPayloadBytes ? EventMessageDraft.PayloadTooLarge : Guarded(payload, draft, static (payload, _) => ReadPayload(payload));
        return fault is null && draft.TryFinish(out message, out fault);
    }

    private static string? ReadAttributes(IReadOnlyList<KeyValuePair<string, string>> headers, EventMessageDraft draft)
    {
        // Where attributes have a prefix, a header without one is the transport's own, such as a traceparent of its client.
        bool arePrefixed = false;
        int next = 0;
        for (int i = 0; i < headers.Count && !arePrefixed; i++) arePrefixed = IsAttribute(headers[i], isPrefixed: true, ref next, out var member) && member == MessageMember.SpecVersion;

        next = 0;
        ulong seen = 0;
        for (int i = 0; i < headers.Count; i++)
        {
            if (!IsAttribute(headers[i], arePrefixed, ref next, out var member)) continue;
            if (!IsFirst(member, ref seen)) return EventMessageDraft.SameMemberTwice;
            draft.Take(member, headers[i].Value);
        }

        return null;
    }

    private static bool IsAttribute(KeyValuePair<string, string> header, bool isPrefixed, ref int next, out MessageMember member)
    {
        member = MessageMember.None;
        if (header is not { Key: { } name, Value: not null }) return false;
        int start = LengthOfPrefix(name);
        if (start > 0 != isPrefixed) return false;
        member = MessageNames.Attributes.Of(name.AsSpan(start), ref next);
        return member != MessageMember.None;
    }

    private static int LengthOfPrefix(string name)
    {
        foreach (string prefix in s_prefixes)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return prefix.Length;
        return 0;
    }

    // A bit for each member.
    private static bool IsFirst(MessageMember member, ref ulong seen)
    {
        ulong before = seen;
        seen |= 1ul << (int)member;
        return seen != before;
    }

    private static string? Guarded(ReadOnlyMemory<byte> json, EventMessageDraft draft, Func<ReadOnlyMemory<byte>, EventMessageDraft, string?> read)
    {
        if (json.IsEmpty) return "It is empty.";
        try
        {
            return read(json, draft);
        }
        catch (JsonException)
        {
            return $"It is no JSON, or its payload is nested deeper than {MaxDepth}.";
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for a text that is no Unicode.
            return "A text of it is no valid UTF-8.";
        }
    }

    private static string? ReadPayload(ReadOnlyMemory<byte> payload)
    {
        var json = Reader(payload, MaxDepth);
        using var names = JsonNames.Rent();
        json.Read();
        bool isNull = json.TokenType == JsonTokenType.Null;
        if (!Walk(ref json, payload.Span, names)) return EventMessageDraft.SameMemberTwice;
        json.Read();   // throws when something follows
        return isNull ? EventMessageDraft.NoPayload : null;
    }

    private static string? ReadMessage(ReadOnlyMemory<byte> wire, EventMessageDraft draft)
    {
        var json = Reader(wire, MaxDepth + 1);
        using var names = JsonNames.Rent();
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return "It is no JSON object.";

        int next = 0;
        ulong seen = 0;
        names.Enter();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = MessageNames.Message.Of(ref json, ref next);
            if (member == MessageMember.None ? !names.TryAdd(ref json, wire.Span) : !IsFirst(member, ref seen)) return EventMessageDraft.SameMemberTwice;
            json.Read();
            bool isRead = json.TokenType == JsonTokenType.Null || member switch
            {
                MessageMember.None => Walk(ref json, wire.Span, names),
                MessageMember.Payload or MessageMember.CloudData => ReadPayload(ref json, wire, names, draft, member),
                MessageMember.CloudDataBase64 => ReadEncoded(ref json, wire.Span, names, draft),
                MessageMember.Metadata => ReadMetadata(ref json, wire.Span, names, draft),
                MessageMember.Version => ReadVersion(ref json, wire.Span, names, draft),
                _ => ReadText(ref json, wire.Span, names, draft, member),
            };
            if (!isRead) return EventMessageDraft.SameMemberTwice;
        }

        json.Read();   // throws when something follows
        return null;
    }

    // Each reads a value to its end, and notes what is wrong with it. False when an object of it has the same member twice.
    private static bool ReadPayload(ref Utf8JsonReader json, ReadOnlyMemory<byte> wire, JsonNames names, EventMessageDraft draft, MessageMember member)
    {
        int start = (int)json.TokenStartIndex;
        if (!Walk(ref json, wire.Span, names)) return false;
        var payload = wire[start..(int)json.BytesConsumed];
        if (member == MessageMember.Payload) draft.Payload = payload;
        else draft.Data = payload;
        return true;
    }

    private static bool ReadEncoded(ref Utf8JsonReader json, ReadOnlySpan<byte> wire, JsonNames names, EventMessageDraft draft)
    {
        if (json.TokenType == JsonTokenType.String && json.TryGetBytesFromBase64(out byte[]? payload)) draft.EncodedData = payload;
        else draft.Note(MessageMember.CloudDataBase64, "Its data_base64 is no Base64.");
        return Walk(ref json, wire, names);
    }

    private static bool ReadMetadata(ref Utf8JsonReader json, ReadOnlySpan<byte> wire, JsonNames names, EventMessageDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            draft.Note(MessageMember.Metadata, "Its metadata are no object.");
            return Walk(ref json, wire, names);
        }

        int next = 0;
        ulong seen = 0;
        names.Enter();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = MessageNames.Metadata.Of(ref json, ref next);
            if (member == MessageMember.None ? !names.TryAdd(ref json, wire) : !IsFirst(member, ref seen)) return false;
            json.Read();
            bool isRead = json.TokenType == JsonTokenType.Null || member switch
            {
                MessageMember.None => Walk(ref json, wire, names),
                MessageMember.Headers => ReadHeaders(ref json, wire, names, draft),
                _ => ReadText(ref json, wire, names, draft, member),
            };
            if (!isRead) return false;
        }

        names.Leave();
        return true;
    }

    private static bool ReadHeaders(ref Utf8JsonReader json, ReadOnlySpan<byte> wire, JsonNames names, EventMessageDraft draft)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            draft.Note(MessageMember.Metadata, "Its headers are no object.");
            return Walk(ref json, wire, names);
        }

        names.Enter();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!names.TryAdd(ref json, wire)) return false;
            if (!draft.TryRead(ref json, out string? name)) draft.Note(MessageMember.Metadata, EventMessageDraft.TextTooLong);
            json.Read();
            if (json.TokenType == JsonTokenType.Null) continue;
            if (json.TokenType != JsonTokenType.String)
            {
                draft.Note(MessageMember.Metadata, EventMessageDraft.NoText);
                if (!Walk(ref json, wire, names)) return false;
            }
            else if (!draft.TryRead(ref json, out string? value))
            {
                draft.Note(MessageMember.Metadata, EventMessageDraft.TextTooLong);
            }
            else if (name is not null)
            {
                draft.AddHeader(name, value);
            }
        }

        names.Leave();
        return true;
    }

    private static bool ReadVersion(ref Utf8JsonReader json, ReadOnlySpan<byte> wire, JsonNames names, EventMessageDraft draft)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out int version)) draft.Take(MessageMember.Version, version.ToString(CultureInfo.InvariantCulture));
        else draft.Note(MessageMember.Version, EventMessageDraft.NoVersion);
        return Walk(ref json, wire, names);
    }

    private static bool ReadText(ref Utf8JsonReader json, ReadOnlySpan<byte> wire, JsonNames names, EventMessageDraft draft, MessageMember member)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            if (draft.TryReadValue(ref json, member)) return true;
            if (draft.TryRead(ref json, out string? text, member)) draft.Take(member, text);
            else draft.Note(member, EventMessageDraft.TextTooLong);
            return true;
        }

        // An extension of a CloudEvent may be a Boolean or an Integer; a text is what it is in the binary form.
        bool isExtension = member is MessageMember.Headers or MessageMember.Origin or MessageMember.Via or >= MessageMember.CloudPartitionKey;
        if (isExtension && json.TokenType is JsonTokenType.True or JsonTokenType.False) draft.Take(member, json.TokenType == JsonTokenType.True ? "true" : "false");
        else if (isExtension && json.TokenType == JsonTokenType.Number && json.TryGetInt32(out int number)) draft.Take(member, number.ToString(CultureInfo.InvariantCulture));
        else draft.Note(member, EventMessageDraft.NoText);
        return Walk(ref json, wire, names);
    }

    /// <summary>Reads a value to its end.</summary>
    /// <returns>False when an object of it has the same member twice.</returns>
    private static bool Walk(ref Utf8JsonReader json, ReadOnlySpan<byte> wire, JsonNames names)
    {
        int depth = json.CurrentDepth;
        if (json.TokenType == JsonTokenType.StartObject) names.Enter();
        else if (json.TokenType != JsonTokenType.StartArray) return true;

        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.PropertyName when !names.TryAdd(ref json, wire):
                    return false;
                case JsonTokenType.StartObject:
                    names.Enter();
                    break;
                case JsonTokenType.EndObject:
                    names.Leave();
                    break;
            }

            if (json.CurrentDepth == depth) break;
        }

        return true;
    }

    private static Utf8JsonReader Reader(ReadOnlyMemory<byte> json, int maxDepth) => new(json.Span, new JsonReaderOptions { MaxDepth = maxDepth });
}
