using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace EventGen.Hosting;

/// <summary>Makes values of the texts of one section, and keeps every fault: text that is no such value, keys that nobody asked for.</summary>
/// <param name="section">Where the texts come from.</param>
/// <param name="what">What the section sets, for messages.</param>
/// <param name="path">How messages name it: its path below <c>EventGen</c>, with a colon behind it; empty for that section itself.</param>
/// <param name="errors">Takes the errors, each a sentence that says what to change.</param>
internal sealed class SectionReader(IConfiguration section, string what, string path, List<string> errors)
{
    // What has been asked for; in the order of asking, so that of two names as near the first is proposed.
    private readonly List<string> _known = [];

    private delegate bool Parser<T>(string text, out T value);

    public string? Text(string? text, string key)
    {
        Expect(key, "a text", hasKeys: false);
        return text;
    }

    public int? Count(string? text, string key) => Value<int>(text, key, TryParseCount, "a whole number");

    public TimeSpan? Time(string? text, string key) => Value<TimeSpan>(text, key, TimeText.TryParse, TimeText.Expected);

    /// <summary>A time, or the word for none that ends.</summary>
    public TimeSpan? Limit(string? text, string key) => Value<TimeSpan>(text, key, TryParseLimit, $"{TimeText.Expected}, or Infinite");

    public bool? Flag(string? text, string key) => Value<bool>(text, key, bool.TryParse, "true or false");

    public TEnum? Choice<TEnum>(string? text, string key) where TEnum : struct, Enum =>
        Value<TEnum>(text, key, TryParseName, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    public IReadOnlyList<Type> Exceptions(IReadOnlyList<string?>? names, string key)
    {
        Expect(key, "a list of exceptions", hasKeys: true);
        List<Type> found = [];
        foreach (string? name in names ?? [])
        {
            IReadOnlyList<Type> types = name is null ? [] : ExceptionTypes.Named(name);
            if (types.Count == 0)
                errors.Add($"{path}{key} names '{name}' in the configuration, which is no exception that the application has loaded; write its full name, and its assembly where that loads later, as in 'Acme.AcmeException, Acme'.");
            found.AddRange(types);
        }

        return found;
    }

    /// <summary>A section inside this one.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="inner">What it sets.</param>
    public SectionReader Inner(string key, string inner)
    {
        Expect(key, "a section", hasKeys: true);
        return new SectionReader(section.GetSection(key), inner, $"{path}{key}:", errors);
    }

    /// <summary>A key that somebody else reads.</summary>
    public void Leave(string key) => _known.Add(key);

    /// <summary>Called when every setting has been asked for: what is left is none.</summary>
    public void RefuseOthers()
    {
        foreach (var other in section.GetChildren().Where(child => !_known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            errors.Add($"{path}{other.Key} in the configuration is no setting of {what}; {NearestName.Propose(other.Key, _known)}");
    }

    private T? Value<T>(string? text, string key, Parser<T> parse, string expected) where T : struct
    {
        if (!Expect(key, expected, hasKeys: false) || text is null) return null;
        if (parse(text, out var value)) return value;
        errors.Add($"{path}{key} is '{text}' in the configuration; it must be {expected}.");
        return null;
    }

    // A section where a value belongs, or a value where a section does, would otherwise be passed over in silence.
    private bool Expect(string key, string expected, bool hasKeys)
    {
        _known.Add(key);
        var child = section.GetSection(key);
        if (hasKeys ? string.IsNullOrEmpty(child.Value) : !child.GetChildren().Any()) return true;
        errors.Add($"{path}{key} is {(hasKeys ? $"'{child.Value}'" : "a section")} in the configuration; it must be {expected}.");
        return false;
    }

    private static bool TryParseCount(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseLimit(string text, out TimeSpan value)
    {
        value = Timeout.InfiniteTimeSpan;
        return string.Equals(text, "Infinite", StringComparison.OrdinalIgnoreCase) || TimeText.TryParse(text, out value);
    }

    // A name alone: the platform's parser also takes numbers, and several names at once.
    private static bool TryParseName<TEnum>(string text, out TEnum value) where TEnum : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.GetNames<TEnum>().Contains(text, StringComparer.OrdinalIgnoreCase);
}
