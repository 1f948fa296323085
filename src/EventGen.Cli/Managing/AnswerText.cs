using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventGen.Cli.Managing;

/// <summary>Reads members of an answer for a screen. A member of another kind than the endpoints give ends the command with one line.</summary>
internal static class AnswerText
{
    // Of what is counted or measured, nothing is larger.
    private const double Largest = 1e15;

    /// <summary>A member; <see langword="null"/> when it is missing.</summary>
    /// <exception cref="CommandException">The node is no object.</exception>
    public static JsonNode? Member(this JsonNode? node, string name) => node switch
    {
        null => null,
        JsonObject known => known[name],
        _ => throw AnotherKind(name),
    };

    /// <summary>A member as text; empty when it is missing.</summary>
    /// <exception cref="CommandException">The node is no object.</exception>
    public static string Text(this JsonNode? node, string name) => node.Member(name)?.ToString() ?? "";

    /// <summary>A time in the zone of the machine; empty when it is missing.</summary>
    /// <exception cref="CommandException">The node is no object.</exception>
    public static string Time(this JsonNode? node, string name) =>
        node.Member(name) is { } value && DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "";

    /// <summary>A number with at most one digit behind the point; empty when it is missing.</summary>
    /// <exception cref="CommandException">It is no number.</exception>
    public static string Number(this JsonNode? node, string name) => node.Member(name) is null ? "" : node.Amount(name).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A number; 0 when it is missing.</summary>
    /// <exception cref="CommandException">It is no number, or larger than any that is counted.</exception>
    public static double Amount(this JsonNode? node, string name) => node.Member(name) is not { } value ? 0
        : double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) <= Largest ? number
        : throw AnotherKind(name);

    /// <summary>A span of time that is given in seconds.</summary>
    /// <exception cref="CommandException">It is no number, or larger than a span can be.</exception>
    public static TimeSpan Seconds(this JsonNode? node, string name) =>
        node.Amount(name) is var seconds && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : throw AnotherKind(name);

    /// <summary>Whether something is so; <see langword="null"/> when it is missing.</summary>
    /// <exception cref="CommandException">It is neither true nor false.</exception>
    public static bool? Flag(this JsonNode? node, string name) => node.Member(name) is not { } value ? null
        : value.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => throw AnotherKind(name) };

    /// <summary>A list; empty when it is missing.</summary>
    /// <exception cref="CommandException">It is no list.</exception>
    public static IReadOnlyList<JsonNode?> Items(this JsonNode? node, string name) => node.Member(name) switch
    {
        null => [],
        JsonArray items => [.. items],
        _ => throw AnotherKind(name),
    };

    private static CommandException AnotherKind(string name) => new($"The application answers something else than the management endpoints do: '{name}' is of another kind.");
}
