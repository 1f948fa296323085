using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EventGen.AspNetCore.Management;

/// <summary>Reads the parameters of a request; what they cannot mean is a problem that names them.</summary>
internal static class Query
{
    private const int MaxTake = 500;

    // ISO 8601. What .NET reads besides, such as 1.2 for the second of January, is a slip that would widen a filter.
    private static readonly string[] s_times = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static string? Text(HttpContext request, string name)
    {
        var values = request.Request.Query[name];
        if (values.Count > 1) throw ProblemException.BadRequest($"'{name}' is given {values.Count} times; give it once.");
        return string.IsNullOrEmpty(values) ? null : values.ToString();
    }

    public static int Skip(HttpContext request) => Number(request, "skip", 0, 0, int.MaxValue);

    public static int Take(HttpContext request, int missing = 50) => Number(request, "take", missing, 1, MaxTake);

    public static long? Position(HttpContext request, string name)
    {
        if (Text(request, name) is not { } text) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long position) ? position : throw ProblemException.BadRequest($"'{name}' is no position: a whole number that is not negative.");
    }

    public static DateTimeOffset? Time(HttpContext request, string name)
    {
        if (Text(request, name) is not { } text) return null;
        return DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw ProblemException.BadRequest($"'{name}' is no time, such as 2026-11-27T10:00:00Z.");
    }

    public static bool Flag(HttpContext request, string name) => Text(request, name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw ProblemException.BadRequest($"'{name}' is either true or false."),
    };

    /// <summary>The id in the route.</summary>
    public static Guid Id(HttpContext request) =>
        Guid.TryParse(Route(request, "id"), out var id) ? id : throw ProblemException.NotFound($"'{Short(Route(request, "id"))}' is no id: ids are UUIDs.");

    /// <summary>A part of the route that may have slashes, as it was meant: the server decodes all of a path but its slashes.</summary>
    public static string RouteToEnd(HttpContext request, string name)
    {
        string decoded = Route(request, name);
        string raw = request.Features.Get<IHttpRequestFeature>()?.RawTarget.Split('?')[0] ?? "";
        string[] segments = raw.Split('/');
        int count = decoded.Count(static c => c == '/') + 1;
        return segments.Length > count ? Uri.UnescapeDataString(string.Join('/', segments[^count..])) : decoded;
    }

    public static string Route(HttpContext request, string name) => request.Request.RouteValues[name] as string ?? "";

    /// <summary>Refuses parameters that do not exist: a filter that is misspelt must not mean everything.</summary>
    public static void AllowOnly(HttpContext request, params string[] names)
    {
        foreach (string name in request.Request.Query.Keys)
        {
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase)) throw ProblemException.BadRequest($"There is no parameter '{Short(name)}' here; {(names.Length == 0 ? "this takes none" : $"there are {string.Join(", ", names)}")}.");
        }
    }

    private static int Number(HttpContext request, string name, int missing, int least, int most)
    {
        if (Text(request, name) is not { } text) return missing;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw ProblemException.BadRequest($"'{name}' is a whole number from {least} to {most}.");
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
