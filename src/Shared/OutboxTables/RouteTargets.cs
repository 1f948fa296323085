using System.Text.Json;

namespace EventGen.Outbox.Tables;

/// <summary>The names of a route's targets as one text: a JSON array, sorted, so that equal routes have equal texts.</summary>
internal static class RouteTargets
{
    public static string Write(IReadOnlyList<string> targets)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (string target in targets) writer.WriteStringValue(target);
            writer.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public static List<string> Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(static target => target.GetString() ?? "")];
    }
}
