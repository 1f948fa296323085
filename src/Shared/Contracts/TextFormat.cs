namespace EventGen.EventContracts;

/// <summary>The formats of texts, and what a JSON Schema says of them.</summary>
internal static class TextFormat
{
    public const string Plain = "";
    public const string Base64 = "base64";
    public const string Char = "char";
    public const string Date = "date";

    /// <summary>A date and time with its offset from UTC, as RFC 3339 has it.</summary>
    public const string DateTimeOffset = "date-time";

    /// <summary>A date and time whose offset may be missing: System.Text.Json writes none for a <c>DateTime</c> of no kind.</summary>
    public const string DateTime = "datetime";

    /// <summary>A time of day without an offset, which RFC 3339 does not have.</summary>
    public const string Time = "timeonly";

    /// <summary><c>1.02:03:04.5</c>, as .NET writes a <c>TimeSpan</c>.</summary>
    public const string TimeSpan = "timespan";

    public const string Uri = "uri-reference";
    public const string Uuid = "uuid";
    public const string Version = "version";

    private const string Clock = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\\\.[0-9]{1,7})?";
    private const string Day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    private static readonly Dictionary<string, string> s_keywords = new(StringComparer.Ordinal)
    {
        [Plain] = "",
        [Base64] = "\"contentEncoding\": \"base64\", \"pattern\": \"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$\"",
        [Char] = "\"minLength\": 1, \"maxLength\": 1",
        [Date] = "\"format\": \"date\"",
        [DateTimeOffset] = "\"format\": \"date-time\"",
        [DateTime] = $"\"pattern\": \"^{Day}T{Clock}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?$\"",
        [Time] = $"\"pattern\": \"^{Clock}$\"",
        [TimeSpan] = $"\"pattern\": \"^-?([0-9]{{1,8}}\\\\.)?{Clock}$\"",
        [Uri] = "\"format\": \"uri-reference\"",
        [Uuid] = "\"format\": \"uuid\"",
        [Version] = "\"pattern\": \"^[0-9]+(\\\\.[0-9]+){1,3}$\"",
    };

    public static bool IsKnown(string format) => s_keywords.ContainsKey(format);

    /// <summary>The keywords of a JSON Schema that say what the format is; empty for a plain text.</summary>
    public static string Keywords(string format) => s_keywords[format];
}
