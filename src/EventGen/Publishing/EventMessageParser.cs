using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace EventGen;

/// <summary>Reads a message that came from outside, in each of its forms. Trusts nothing, throws nothing.</summary>
internal static class EventMessageParser
{
    private const int MaxDepth = 64;
    private const string NoText = "A member that has to be a text is none.";
    private const string SameMemberTwice = "An object of it has the same member twice.";

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

        var draft = new EventMessageDraft(limits);
        fault = Guarded(wire, draft, static (wire, draft) => ReadMessage(wire, draft));
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
        var draft = new EventMessageDraft(limits) { Payload = payload };
        var seen = new HashSet<MessageMember>();
        foreach (var (header, value) in attributes)
        {
            var member = MessageNames.Message.Of(WithoutPrefix(header).ToLowerInvariant());
            if (member is MessageMember.None or MessageMember.Payload or MessageMember.CloudData or MessageMember.Metadata) continue;
            if (!seen.Add(member))
            {
                fault = SameMemberTwice;
                return false;
            }

            if (!draft.Fits(value, member))
            {
                fault = EventMessageDraft.TextTooLong;
                return false;
            }

            draft[member] = value;
        }

        if (draft[MessageMember.SpecVersion] is null)
        {
            fault = "It has no specversion.";
            return false;
        }

        fault = payload.Length > limits.MaxPayloadBytes ? EventMessageDraft.PayloadTooLarge : Guarded(payload, draft, static (payload, _) => ReadPayload(payload));
        return fault is null && draft.TryFinish(out message, out fault);
    }

    private static string WithoutPrefix(string header)
    {
        foreach (string prefix in s_prefixes)
        {
            if (header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return header[prefix.Length..];
        }

        return header;
    }

    private static string? Guarded(ReadOnlyMemory<byte> json, EventMessageDraft draft, Func<ReadOnlyMemory<byte>, EventMessageDraft, string?> read)
    {
        try
        {
            return read(json, draft);
        }
        catch (JsonException)
        {
            return $"It is no JSON, or nested deeper than {MaxDepth}.";
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for a text that is no Unicode.
            return "A text of it is no valid UTF-8.";
        }
    }

    private static string? ReadPayload(ReadOnlyMemory<byte> payload)
    {
        var json = Reader(payload);
        using var names = JsonNames.Rent();
        json.Read();
        if (!Walk(ref json, payload.Span, names)) return SameMemberTwice;
        json.Read();   // throws when something follows
        return null;
    }

    private static string? ReadMessage(ReadOnlyMemory<byte> wire, EventMessageDraft draft)
    {
        var json = Reader(wire);
        using var names = JsonNames.Rent();
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return "It is no JSON object.";

        names.Enter();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!names.TryAdd(ref json, wire.Span)) return SameMemberTwice;
            var member = MessageNames.Message.Of(ref json);
            json.Read();
            string? fault = member switch
            {
                MessageMember.None => Walk(ref json, wire.Span, names) ? null : SameMemberTwice,
                MessageMember.Payload or MessageMember.CloudData => ReadPayload(ref json, wire, names, draft),
                MessageMember.Metadata => ReadMetadata(ref json, wire.Span, names, draft),
                _ => ReadText(ref json, draft, member),
            };
            if (fault is not null) return fault;
        }

        json.Read();   // throws when something follows
        return null;
    }

    private static string? ReadPayload(ref Utf8JsonReader json, ReadOnlyMemory<byte> wire, JsonNames names, EventMessageDraft draft)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        int start = (int)json.TokenStartIndex;
        if (!Walk(ref json, wire.Span, names)) return SameMemberTwice;
        draft.Payload = wire[start..(int)json.BytesConsumed];
        return null;
    }

    private static string? ReadMetadata(ref Utf8JsonReader json, ReadOnlySpan<byte> wire, JsonNames names, EventMessageDraft draft)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.StartObject) return "Its metadata are no object.";
        names.Enter();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!names.TryAdd(ref json, wire)) return SameMemberTwice;
            var member = MessageNames.Metadata.Of(ref json);
            json.Read();
            string? fault = member switch
            {
                MessageMember.None => Walk(ref json, wire, names) ? null : SameMemberTwice,
                MessageMember.Headers => ReadHeaders(ref json, wire, names, draft),
                _ => ReadText(ref json, draft, member),
            };
            if (fault is not null) return fault;
        }

        names.Leave();
        return null;
    }

    private static string? ReadHeaders(ref Utf8JsonReader json, ReadOnlySpan<byte> wire, JsonNames names, EventMessageDraft draft)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.StartObject) return "Its headers are no object.";
        names.Enter();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!names.TryAdd(ref json, wire)) return SameMemberTwice;
            if (!draft.TryRead(ref json, out string? name)) return EventMessageDraft.TextTooLong;
            json.Read();
            if (json.TokenType == JsonTokenType.Null) continue;
            if (json.TokenType != JsonTokenType.String) return NoText;
            if (!draft.TryRead(ref json, out string? value)) return EventMessageDraft.TextTooLong;
            draft.AddHeader(name, value);
        }

        names.Leave();
        return null;
    }

    private static string? ReadText(ref Utf8JsonReader json, EventMessageDraft draft, MessageMember member)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.String) return NoText;
        if (!draft.TryRead(ref json, out string? value, member)) return EventMessageDraft.TextTooLong;
        draft[member] = value;
        return null;
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

    private static Utf8JsonReader Reader(ReadOnlyMemory<byte> json) => new(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
}
