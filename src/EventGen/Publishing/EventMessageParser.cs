using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace EventGen;

/// <summary>Reads a message that came from outside, in each of its forms. Trusts nothing, throws nothing.</summary>
internal static class EventMessageParser
{
    private const int MaxDepth = 64;
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
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (header, value) in attributes)
        {
            string name = WithoutPrefix(header).ToLowerInvariant();
            if (!EventMessageDraft.IsText(name)) continue;
            if (!seen.Add(name))
            {
                fault = SameMemberTwice;
                return false;
            }

            draft.Set(name, value);
        }

        if (draft.SpecVersion is null)
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
        var names = new JsonNames(payload);
        json.Read();
        if (!Walk(ref json, names)) return SameMemberTwice;
        json.Read();   // throws when something follows
        return null;
    }

    private static string? ReadMessage(ReadOnlyMemory<byte> wire, EventMessageDraft draft)
    {
        var json = Reader(wire);
        var names = new JsonNames(wire);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return "It is no JSON object.";

        names.Enter();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!names.TryAdd(ref json)) return SameMemberTwice;
            string? name = EventMessageDraft.NameOf(ref json);
            json.Read();
            string? fault = name switch
            {
                null => Walk(ref json, names) ? null : SameMemberTwice,
                EventMessageDraft.PayloadName or EventMessageDraft.DataName => ReadPayload(ref json, wire, names, draft),
                EventMessageDraft.MetadataName => ReadTexts(ref json, names, draft, areHeaders: false),
                _ => ReadText(ref json, draft, name),
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
        if (!Walk(ref json, names)) return SameMemberTwice;
        draft.Payload = wire[start..(int)json.BytesConsumed];
        return null;
    }

    // The metadata, and in them their headers: an object of texts.
    private static string? ReadTexts(ref Utf8JsonReader json, JsonNames names, EventMessageDraft draft, bool areHeaders)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.StartObject) return "Its metadata, or their headers, are no object.";
        names.Enter();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!names.TryAdd(ref json)) return SameMemberTwice;
            if (!draft.TryRead(ref json, out string? name)) return EventMessageDraft.TextTooLong;
            json.Read();
            if (!areHeaders && name == EventMessageDraft.HeadersName)
            {
                if (ReadTexts(ref json, names, draft, areHeaders: true) is { } fault) return fault;
                continue;
            }

            if (json.TokenType == JsonTokenType.Null) continue;
            if (json.TokenType != JsonTokenType.String) return "A value of its metadata is no text.";
            if (!draft.TryRead(ref json, out string? value)) return EventMessageDraft.TextTooLong;
            if (areHeaders) draft.AddHeader(name, value);
            else draft.SetMetadata(name, value);
        }

        names.Leave();
        return null;
    }

    private static string? ReadText(ref Utf8JsonReader json, EventMessageDraft draft, string name)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.String) return "A member that has to be a text is none.";
        if (!draft.TryRead(ref json, out string? value, name)) return EventMessageDraft.TextTooLong;
        draft.Set(name, value);
        return null;
    }

    /// <summary>Reads a value to its end.</summary>
    /// <returns>False when an object of it has the same member twice.</returns>
    private static bool Walk(ref Utf8JsonReader json, JsonNames names)
    {
        int depth = json.CurrentDepth;
        if (json.TokenType == JsonTokenType.StartObject) names.Enter();
        else if (json.TokenType != JsonTokenType.StartArray) return true;

        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.PropertyName when !names.TryAdd(ref json):
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
