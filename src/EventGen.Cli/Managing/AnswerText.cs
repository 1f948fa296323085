using System.Globalization;
using System.Text.Json.Nodes;

namespace EventGen.Cli.Managing;

/// <summary>Reads members of an answer for a screen.</summary>
internal static class AnswerText
{
    /// <summary>A member as text; empty when it is missing.</summary>
    public static string Text(this JsonNode? node, string name) => node?[name]?.ToString() ?? "";

    /// <summary>A time in the zone of the machine; empty when it is missing.</summary>
    public static string Time(this JsonNode? node, string name) =>
        node?[name] is { } value && DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "";

    /// <summary>A number with at most one digit behind the point.</summary>
    public static string Number(this JsonNode? node, string name) => node?[name] is { } value ? double.Parse(value.ToString(), CultureInfo.InvariantCulture).ToString("0.#", CultureInfo.InvariantCulture) : "";
}
