using System.Buffers;
using System.Text;
using System.Text.Json;

namespace EventGen.AspNetCore.Management;

/// <summary>Writes payloads as text to be shown. Thread safe.</summary>
internal static class PayloadText
{
    // What is longer is cut: a page shows it, and nobody reads more.
    private const int MaxBytes = 64 * 1024;

    private static readonly JsonWriterOptions s_indented = new() { Indented = true };

    /// <summary>An event's payload; <see langword="null"/> where it cannot be written.</summary>
    public static string? Of(EventBus bus, string eventId, object? payload)
    {
        try
        {
            if (payload is null || bus.FindTopic(eventId)?.PayloadJson is not { } json) return null;
            var text = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(text, s_indented)) JsonSerializer.Serialize(writer, payload, json);
            return Cut(text.WrittenSpan);
        }
        catch (Exception)
        {
            // The payload's own code: what it throws is no failure of the request.
            return null;
        }
    }

    /// <summary>What was kept of a payload: JSON is indented, and anything else is shown as it is.</summary>
    public static string? Of(ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty) return null;
        try
        {
            using var document = JsonDocument.Parse(content);
            var text = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(text, s_indented)) document.WriteTo(writer);
            return Cut(text.WrittenSpan);
        }
        catch (JsonException)
        {
            return Cut(content.Span);
        }
    }

    private static string Cut(ReadOnlySpan<byte> text) => text.Length <= MaxBytes
        ? Encoding.UTF8.GetString(text)
        : $"{Encoding.UTF8.GetString(text[..MaxBytes])}\n… ({text.Length} bytes, cut at {MaxBytes})";
}
