using System.Buffers;
using System.Text.Json;

namespace EventGen.Outbox;

/// <summary>A dead letter as a store keeps it.</summary>
internal static class DeadLetterForm
{
    public static OutboxDeadLetter Write(DeadLetter deadLetter)
    {
        var delivery = deadLetter as DeadLetter.Delivery;
        return new OutboxDeadLetter
        {
            Id = deadLetter.Id,
            Kind = deadLetter.Kind,
            EventId = deadLetter.EventId,
            Target = deadLetter.Target,
            EmissionId = deadLetter.EmissionId,
            ExceptionType = delivery?.ExceptionType,
            LastFailure = deadLetter.LastFailure,
            Body = Body(deadLetter, delivery),
        };
    }

    public static DeadLetter Read(OutboxDeadLetter row)
    {
        using var json = JsonDocument.Parse(row.Body);
        var root = json.RootElement;
        var metadata = Metadata(root);
        if (row.Kind == DeadLetterKind.RejectedMessage)
        {
            return new DeadLetter.RejectedMessage
            {
                Id = row.Id,
                EventId = row.EventId,
                Target = row.Target,
                EmissionId = row.EmissionId,
                LastFailure = row.LastFailure,
                Timestamp = root.GetProperty("timestamp"u8).GetDateTimeOffset(),
                FirstFailure = root.GetProperty("first"u8).GetDateTimeOffset(),
                Attempts = root.GetProperty("attempts"u8).GetInt32(),
                Reason = root.GetProperty("reason"u8).GetString()!,
                Metadata = metadata,
                Content = root.GetProperty("content"u8).GetBytesFromBase64(),
            };
        }

        return new DeadLetter.Delivery
        {
            Id = row.Id,
            EventId = row.EventId,
            Target = row.Target,
            EmissionId = row.EmissionId,
            LastFailure = row.LastFailure,
            IsPublisher = row.Kind == DeadLetterKind.Publisher,
            ExceptionType = row.ExceptionType,
            Timestamp = root.GetProperty("timestamp"u8).GetDateTimeOffset(),
            FirstFailure = root.GetProperty("first"u8).GetDateTimeOffset(),
            Attempts = root.GetProperty("attempts"u8).GetInt32(),
            Reason = root.GetProperty("reason"u8).GetString()!,
            Metadata = metadata,
            Version = root.TryGetProperty("version"u8, out var version) ? version.GetInt32() : 1,
            Json = root.GetProperty("content"u8).GetBytesFromBase64(),
            StackTrace = Text(root, "stack"u8) ?? "",
            TraceParent = Text(root, "traceparent"u8),
            TraceState = Text(root, "tracestate"u8),
            Via = Text(root, "via"u8),
        };
    }

    private static byte[] Body(DeadLetter deadLetter, DeadLetter.Delivery? delivery)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("timestamp"u8, deadLetter.Timestamp.ToUniversalTime());
            json.WriteString("first"u8, deadLetter.FirstFailure.ToUniversalTime());
            json.WriteNumber("attempts"u8, deadLetter.Attempts);
            json.WriteString("reason"u8, deadLetter.Reason);
            if (delivery is { StackTrace.Length: > 0 }) json.WriteString("stack"u8, delivery.StackTrace);
            if (delivery is { Version: not 1 }) json.WriteNumber("version"u8, delivery.Version);
            if (delivery?.TraceParent is { } parent) json.WriteString("traceparent"u8, parent);
            if (delivery?.TraceState is { } state) json.WriteString("tracestate"u8, state);
            if (delivery?.Via is { } via) json.WriteString("via"u8, via);
            json.WriteBase64String("content"u8, (deadLetter is DeadLetter.RejectedMessage message ? message.Content : delivery!.Json).Span);
            Write(json, "source"u8, deadLetter.Metadata.Source);
            Write(json, "trace"u8, deadLetter.Metadata.TraceId);
            Write(json, "user"u8, deadLetter.Metadata.UserId);
            Write(json, "request"u8, deadLetter.Metadata.RequestId);
            Write(json, "correlation"u8, deadLetter.Metadata.CorrelationId);
            Write(json, "causation"u8, deadLetter.Metadata.CausationId);
            if (deadLetter.Metadata.Headers.Count > 0)
            {
                json.WriteStartObject("headers"u8);
                foreach (var (name, value) in deadLetter.Metadata.Headers) json.WriteString(name, value);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static EventMetadata Metadata(JsonElement root) => new()
    {
        Source = Text(root, "source"u8),
        TraceId = Text(root, "trace"u8),
        UserId = Text(root, "user"u8),
        RequestId = Text(root, "request"u8),
        CorrelationId = Text(root, "correlation"u8),
        CausationId = Text(root, "causation"u8),
        Headers = root.TryGetProperty("headers"u8, out var headers)
            ? headers.EnumerateObject().ToDictionary(static header => header.Name, static header => header.Value.GetString()!, StringComparer.Ordinal)
            : EventMetadata.Empty.Headers,
    };

    private static string? Text(JsonElement root, ReadOnlySpan<byte> name) => root.TryGetProperty(name, out var text) ? text.GetString() : null;
}
