using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace EventGen;

/// <summary>
/// Makes values of the texts of one section of a configuration, and keeps every fault: text that is no such value, a section where a value belongs, keys that nobody asked for.
/// Compiled into each package that reads a configuration.
/// </summary>
/// <param name="section">Where the texts come from. What is absent in it is no fault.</param>
/// <param name="what">What the section sets, for messages.</param>
/// <param name="path">How messages name it: a path with a colon behind it; empty where a key says enough.</param>
/// <param name="errors">Takes the errors, each a sentence that says what to change.</param>
internal sealed class SettingReader(IConfiguration section, string what, string path, List<string> errors)
{
    // What has been asked for; in the order of asking, so that of two names as near the first is proposed.
    private readonly List<string> _known = [];

    private delegate bool Parser<T>(string text, out T value);

    /// <summary>The keys of the sections inside this one.</summary>
    public IEnumerable<string> Keys => section.GetChildren().Select(static child => child.Key);

    public string? Text(string key) => Value(key, "a text");

    public int? Count(string key) => Read<int>(key, TryParseCount, "a whole number");

    public long? Length(string key) => Read<long>(key, TryParseLength, "a whole number");

    public TimeSpan? Time(string key) => Read<TimeSpan>(key, TimeText.TryParse, TimeText.Expected);

    /// <summary>A time, or the word for none that ends.</summary>
    public TimeSpan? Limit(string key) => Read<TimeSpan>(key, TryParseLimit, $"{TimeText.Expected}, or Infinite");

    public bool? Flag(string key) => Read<bool>(key, bool.TryParse, "true or false");

    public TEnum? Choice<TEnum>(string key) where TEnum : struct, Enum => Read<TEnum>(key, TryParseName, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    /// <summary>The texts of a list; empty where there is none.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="expected">What it lists, for messages.</param>
    public IEnumerable<string?> List(string key, string expected) => HasNoValue(key, expected) ? section.GetSection(key).GetChildren().Select(static child => child.Value) : [];

    /// <summary>A section inside this one.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="inner">What it sets.</param>
    public SettingReader Inner(string key, string inner)
    {
        HasNoValue(key, "a section");
        return new SettingReader(section.GetSection(key), inner, $"{path}{key}:", errors);
    }

    /// <summary>A key that somebody else reads.</summary>
    public void Leave(string key) => _known.Add(key);

    /// <summary>Keeps a fault that only the caller can see.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="fault">The rest of the sentence.</param>
    public void Refuse(string key, string fault) => errors.Add($"{path}{key} {fault}");

    /// <summary>Called where the section itself may be a text, such as the address that belongs inside of it.</summary>
    /// <param name="own">The section.</param>
    public void RefuseText(IConfigurationSection own)
    {
        if (own.Value is { Length: > 0 }) errors.Add($"{own.Path} is a text in the configuration; it must be a section.");
    }

    /// <summary>Called when every setting has been asked for: what is left is none.</summary>
    public void RefuseOthers()
    {
        foreach (string other in Keys.Where(key => !_known.Contains(key, StringComparer.OrdinalIgnoreCase)))
            Refuse(other, $"in the configuration is no setting of {what}; {NearestName.Propose(other, _known)}");
    }

    private T? Read<T>(string key, Parser<T> parse, string expected) where T : struct
    {
        if (Value(key, expected) is not { } text) return null;
        if (parse(text, out var value)) return value;
        Refuse(key, $"is '{text}' in the configuration; it must be {expected}.");
        return null;
    }

    // A section where a value belongs would otherwise be passed over in silence.
    private string? Value(string key, string expected)
    {
        _known.Add(key);
        var child = section.GetSection(key);
        if (!child.GetChildren().Any()) return child.Value;
        Refuse(key, $"is a section in the configuration; it must be {expected}.");
        return null;
    }

    // A value where a section belongs, likewise. It may be the address of a server with a password in it: it is not shown.
    private bool HasNoValue(string key, string expected)
    {
        _known.Add(key);
        if (section[key] is not { Length: > 0 }) return true;
        Refuse(key, $"is a text in the configuration; it must be {expected}.");
        return false;
    }

    private static bool TryParseCount(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseLength(string text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseLimit(string text, out TimeSpan value)
    {
        value = Timeout.InfiniteTimeSpan;
        return string.Equals(text, "Infinite", StringComparison.OrdinalIgnoreCase) || TimeText.TryParse(text, out value);
    }

    // A name alone: the platform's parser also takes numbers, and several names at once.
    private static bool TryParseName<TEnum>(string text, out TEnum value) where TEnum : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.GetNames<TEnum>().Contains(text, StringComparer.OrdinalIgnoreCase);
}
