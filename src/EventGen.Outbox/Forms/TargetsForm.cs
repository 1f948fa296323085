using System.Buffers;
using System.Text.Json;

namespace EventGen.Outbox;

/// <summary>What a row keeps of the attempts of its targets: a JSON array of those that have failed, or that were not reached.</summary>
internal static class TargetsForm
{
    private const int MaxError = 2000;

    /// <returns>Empty when every target is fresh.</returns>
    public static byte[] Write(IEnumerable<OutboxTarget> targets)
    {
        var failed = targets.Where(static target => target.Attempts > 0 || target.LastError is not null).ToList();
        if (failed.Count == 0) return [];
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var target in failed)
            {
                json.WriteStartObject();
                json.WriteString("target"u8, target.Name);
                json.WriteNumber("attempts"u8, target.Attempts);
                if (target.Due is { } due) json.WriteString("due"u8, due.ToUniversalTime());
                if (target.FirstFailure is { } first) json.WriteString("first"u8, first.ToUniversalTime());
                if (target.LastError is { } error) json.WriteString("error"u8, error.Length > MaxError ? error[..MaxError] : error);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The targets of a row, in the order of its route.</summary>
    /// <exception cref="JsonException">It cannot be read.</exception>
    public static IReadOnlyList<OutboxTarget> Read(IReadOnlyList<string> names, ReadOnlyMemory<byte> state)
    {
        if (state.IsEmpty) return [.. names.Select(static name => new OutboxTarget { Name = name })];
        using var json = JsonDocument.Parse(state);
        var known = new Dictionary<string, OutboxTarget>(StringComparer.Ordinal);
        foreach (var element in json.RootElement.EnumerateArray())
        {
            string name = element.GetProperty("target"u8).GetString()!;
            known[name] = new OutboxTarget
            {
                Name = name,
                Attempts = element.GetProperty("attempts"u8).GetInt32(),
                Due = Time(element, "due"u8),
                FirstFailure = Time(element, "first"u8),
                LastError = element.TryGetProperty("error"u8, out var error) ? error.GetString() : null,
            };
        }

        return [.. names.Select(name => known.GetValueOrDefault(name) ?? new OutboxTarget { Name = name })];
    }

    private static DateTimeOffset? Time(JsonElement element, ReadOnlySpan<byte> name) => element.TryGetProperty(name, out var time) ? time.GetDateTimeOffset() : null;
}
