using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EventGen;

/// <summary>Reads JSON through the user's JSON context, more strictly than that does by itself: what is missing would be 0 or null without a word. Thread safe.</summary>
internal sealed class StrictJson<T>
{
    private readonly IReadOnlyList<string> _required;
    private readonly JsonTypeInfo<T> _contract;

    // By name, in their order. If two threads race, either serves.
    private (byte[] Name, bool MayBeNull)[]? _parts;

    /// <param name="contract">The type's contract in the user's context.</param>
    /// <param name="required">The names of the members that may not be missing.</param>
    public StrictJson(JsonTypeInfo<T> contract, IReadOnlyList<string> required)
    {
        _required = required;
        _contract = contract;
        if (contract.OriginatingResolver is not { } resolver) return;
        var options = new JsonSerializerOptions(contract.Options) { TypeInfoResolver = resolver.WithAddedModifier(Require) };
#if NET9_0_OR_GREATER
        options.RespectNullableAnnotations = true;
#endif
        _contract = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    /// <summary>Reads a value.</summary>
    /// <returns>False when it is null.</returns>
    /// <exception cref="Exception">What the serializer, and the user's converters and constructors, throw.</exception>
    public bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out T? value) => (value = JsonSerializer.Deserialize(json, _contract)) is not null;

    /// <summary>What of a value that was just written would keep it from being read again: a part that is null, or left out, and may not be.</summary>
    /// <param name="written">The value.</param>
    /// <returns>The rest of a sentence, which tells nothing of the content; <see langword="null"/> where nothing is missing.</returns>
    public string? Missing(ReadOnlySpan<byte> written)
    {
        try
        {
            // To read it again costs more than it took to write it.
            if (!MayLack(written)) return null;
            return TryRead(written, out _) ? null : Explain(written, failure: null);
        }
        catch (JsonException exception)
        {
            return Explain(written, exception);
        }
        catch (Exception)
        {
            return null;   // such as a converter that only writes: that says nothing of the value
        }
    }

    /// <summary>Why a value could not be read: the first part that is missing, or that cannot be read. Tells nothing of the content.</summary>
    /// <param name="json">What <see cref="TryRead"/> was given.</param>
    /// <param name="failure">What it threw; <see langword="null"/> where it returned false.</param>
    /// <returns>The rest of a sentence; <see langword="null"/> where nothing is known.</returns>
    public string? Explain(ReadOnlySpan<byte> json, Exception? failure)
    {
        if (failure is not (null or JsonException) || _contract.Kind != JsonTypeInfoKind.Object) return null;
        if (Parse(json) is { } value)
        {
            if (value.ValueKind != JsonValueKind.Object) return "it is no JSON object";
            if (_contract.Properties.FirstOrDefault(part => part.IsRequired && Given(value, part) is null) is { } missing) return $"part '{missing.Name}' is missing";
            if (_contract.Properties.FirstOrDefault(part => !MayBeNull(part) && Given(value, part) is { ValueKind: JsonValueKind.Null }) is { } empty) return $"part '{empty.Name}' is null, which it may not be";
        }

        // What follows the first name may be content: the keys of a dictionary are.
        return (failure as JsonException)?.Path is { } path && _contract.Properties.Where(part => IsAt(path, part.Name)).MaxBy(static part => part.Name.Length) is { } unread
            ? $"part '{unread.Name}' cannot be read as {unread.PropertyType.Name}"
            : null;
    }

    // Whether only reading it again tells. Not where each null is a part that may be null; nor, in a contract that leaves nulls out, where every part is there that may not be null.
    private bool MayLack(ReadOnlySpan<byte> written)
    {
        bool leavesOut = _contract.Options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingNull;
        if (!leavesOut && written.IndexOf("null"u8) < 0) return false;
        var parts = _parts ??= [.. _contract.Properties.Select(static part => (Encoding.UTF8.GetBytes(part.Name), MayBeNull(part)))];
        var reader = new Utf8JsonReader(written, new JsonReaderOptions { MaxDepth = _contract.Options.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return true;
        int needed = leavesOut ? parts.Count(static part => !part.MayBeNull) : 0, next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int at = Find(parts, in reader, next);
            next = at + 1;   // they are written in their order
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null && (at < 0 || !parts[at].MayBeNull)) return true;
            if (leavesOut && at >= 0 && !parts[at].MayBeNull) needed--;
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) continue;
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (leavesOut || written[start..(int)reader.BytesConsumed].IndexOf("null"u8) >= 0) return true;
        }

        return needed > 0;
    }

    private static int Find((byte[] Name, bool MayBeNull)[] parts, ref readonly Utf8JsonReader reader, int first)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            int at = (first + i) % parts.Length;
            if (reader.ValueTextEquals(parts[at].Name)) return at;
        }

        return -1;
    }

    // Null where it is no JSON, or has what this contract's options allow besides.
    private static JsonElement? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonElement? Given(JsonElement value, JsonPropertyInfo part)
    {
        var comparison = _contract.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        foreach (var given in value.EnumerateObject())
        {
            if (string.Equals(given.Name, part.Name, comparison)) return given.Value;
        }

        return null;
    }

    private static bool MayBeNull(JsonPropertyInfo part) =>
#if NET9_0_OR_GREATER
        part is { IsSetNullable: true, AssociatedParameter: null or { IsNullable: true } };
#else
        !part.PropertyType.IsValueType || Nullable.GetUnderlyingType(part.PropertyType) is not null;
#endif

    private static bool IsAt(string path, string name) =>
        (path.StartsWith($"$.{name}", StringComparison.Ordinal) && (path.Length == name.Length + 2 || path[name.Length + 2] is '.' or '['))
        || path.StartsWith($"$['{name}']", StringComparison.Ordinal);

    private void Require(JsonTypeInfo type)
    {
        // Some contracts leave out what has its default value.
        if (type.Type != typeof(T) || type.Kind != JsonTypeInfoKind.Object || type.Options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingDefault) return;
        foreach (string member in _required)
        {
            string name = type.Options.PropertyNamingPolicy?.ConvertName(member) ?? member;
            if (type.Properties.FirstOrDefault(property => property.Name == name) is { ShouldSerialize: null, Set: not null } part) part.IsRequired = true;
        }
    }
}
