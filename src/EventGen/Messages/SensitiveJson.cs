using System.Buffers;
using System.Text.Json;

namespace EventGen;

/// <summary>Copies JSON, and writes something else in the place of its sensitive values.</summary>
internal static class SensitiveJson
{
    /// <summary>What stands in the place of a sensitive value that is shown.</summary>
    public const string Mask = "***";

    /// <summary>Writes a value in the place of a sensitive one.</summary>
    /// <param name="value">The value, as JSON.</param>
    /// <param name="writer">Where.</param>
    public delegate void Replacement(ReadOnlySpan<byte> value, Utf8JsonWriter writer);

    /// <summary>Copies JSON.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="parts">What is sensitive of it.</param>
    /// <param name="replace">Writes what stands in the place of a sensitive value; <see langword="null"/> to leave the part out.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] Copy(ReadOnlySpan<byte> json, SensitiveParts parts, Replacement? replace)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length + 64);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            Copy(ref reader, json, parts, replace, writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The sensitive values that are texts or numbers, as text.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static IReadOnlyCollection<string> Values(ReadOnlySpan<byte> json, SensitiveParts parts)
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        Copy(json, parts, (value, writer) =>
        {
            var reader = new Utf8JsonReader(value);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } text) values.Add(text);
                else if (reader.TokenType == JsonTokenType.Number) values.Add(System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
            }

            writer.WriteNullValue();
        });
        return values;
    }

    private static void Copy(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, SensitiveParts? parts, Replacement? replace, Utf8JsonWriter writer)
    {
        if (parts is { IsSensitive: true })
        {
            // Only the payload itself gets here without a replacement: a part was left out by its name.
            if (replace is null || reader.TokenType == JsonTokenType.Null) writer.WriteNullValue();
            else replace(Value(ref reader, json), writer);
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when parts is not null:
                writer.WriteStartObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    var part = parts.Part(name);
                    if (replace is null && part is { IsSensitive: true })
                    {
                        reader.Skip();
                        continue;
                    }

                    writer.WritePropertyName(name);
                    Copy(ref reader, json, part, replace, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray when parts?.Each is { } each:
                writer.WriteStartArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Copy(ref reader, json, each, replace, writer);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(Value(ref reader, json), skipInputValidation: true);
                break;
        }
    }

    private static ReadOnlySpan<byte> Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
