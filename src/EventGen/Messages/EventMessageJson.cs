using System.Text.Json;

namespace EventGen;

/// <summary>The JSON form of a message.</summary>
internal static class EventMessageJson
{
    public static byte[] Write(EventMessage message, bool forTransport, string? origin)
    {
        using var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteString("id"u8, message.Id);
        writer.WriteString("type"u8, message.EventId);
        writer.WritePropertyName("payload"u8);
        writer.WriteRawValue(message.Payload.Span, skipInputValidation: true);
        writer.WritePropertyName("metadata"u8);
        WriteMetadata(writer, message.Metadata);
        writer.WriteString("timestamp"u8, message.Timestamp.UtcDateTime);
        if (forTransport)
        {
            if (message.Version != 1) writer.WriteNumber("version"u8, message.Version);
            if (TraceContext.Normalize(message.TraceParent) is { } traceParent)
            {
                writer.WriteString("traceparent"u8, traceParent);
                if (TraceContext.IsTraceState(message.TraceState)) writer.WriteString("tracestate"u8, message.TraceState);
            }

            WriteIfPresent(writer, "via"u8, message.Via);
            WriteIfPresent(writer, "origin"u8, origin);
        }

        writer.WriteEndObject();
        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, EventMetadata metadata)
    {
        writer.WriteStartObject();
        WriteIfPresent(writer, "source"u8, metadata.Source);
        WriteIfPresent(writer, "trace_id"u8, metadata.TraceId);
        WriteIfPresent(writer, "user_id"u8, metadata.UserId);
        WriteIfPresent(writer, "request_id"u8, metadata.RequestId);
        WriteIfPresent(writer, "correlation_id"u8, metadata.CorrelationId);
        WriteIfPresent(writer, "causation_id"u8, metadata.CausationId);
        if (metadata.Headers.Count > 0)
        {
            writer.WriteStartObject("headers"u8);
            foreach (var (name, value) in MessageHeaders.ToWrite(metadata.Headers)) writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteIfPresent(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }
}
