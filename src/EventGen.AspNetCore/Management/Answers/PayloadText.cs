using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EventGen.AspNetCore.Management;

/// <summary>Writes payloads as text to be shown. Thread safe.</summary>
internal static class PayloadText
{
    // What is longer is cut: a page shows it, and nobody reads more.
    private const int MaxBytes = 64 * 1024;

    // Of a text in a list, in characters: a page of long ones would be as large as what was kept.
    private const int MaxInList = 1000;

    // The answer escapes it once more, and a page shows it as text: here it is for people to read.
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An event's payload; <see langword="null"/> where it cannot be written.</summary>
    public static string? Of(EventBus bus, string eventId, object? payload)
    {
        try
        {
            if (payload is null || bus.FindTopic(eventId) is not { PayloadJson: { } json } topic) return null;
            return Indented(topic.MaskSensitive(JsonSerializer.SerializeToUtf8Bytes(payload, json)));
        }
        catch (Exception)
        {
            // The payload's own code: what it throws is no failure of the request.
            return null;
        }
    }

    /// <summary>What was kept of an event's payload: JSON is indented, and anything else is shown as it is.</summary>
    public static string? Of(EventBus bus, string eventId, ReadOnlyMemory<byte> content)
    {
        if (bus.FindTopic(eventId) is { } topic) return Indented(topic.MaskSensitive(content));

        // What cannot be told apart may be of an event that has them.
        return HasSensitiveParts(bus) ? null : Indented(content);
    }

    /// <summary>What was kept of a rejected message.</summary>
    public static string? OfMessage(EventBus bus, ReadOnlyMemory<byte> content)
    {
        if (!HasSensitiveParts(bus)) return Indented(content);
        if (!EventMessage.TryParse(content, out var message, out _) || bus.FindTopic(message.EventId) is not { } topic) return null;
        var shown = topic.MaskSensitive(message.Payload);
        return shown.IsEmpty ? null : Indented(new EventMessage
        {
            Id = message.Id, EventId = message.EventId, Version = message.Version, Payload = shown, Metadata = message.Metadata, Timestamp = message.Timestamp,
            TraceParent = message.TraceParent, TraceState = message.TraceState,
        }.ToTransportJson(message.Origin));
    }

    /// <summary>A text for a list, or whole for its own page.</summary>
    public static string Shown(string text, bool isWhole)
    {
        int most = isWhole ? MaxBytes : MaxInList;
        if (text.Length <= most) return text;
        int end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return $"{text.AsSpan(0, end)}… ({text.Length} characters, cut at {end})";
    }

    private static bool HasSensitiveParts(EventBus bus) => bus.Descriptors.Any(static descriptor => descriptor.HasSensitiveParts);

    private static string? Indented(ReadOnlyMemory<byte> content)
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
