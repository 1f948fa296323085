using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace EventGen;

/// <summary>Reads the settings of a transport from a section of a configuration. Compiled into each transport.</summary>
/// <param name="section">What is absent in it is no fault.</param>
/// <param name="errors">Told of what cannot be read, each as a sentence.</param>
internal readonly struct SettingReader(IConfiguration section, List<string> errors)
{
    private delegate bool Parser<T>(string text, out T value);

    /// <summary>Where it reads from.</summary>
    public IConfiguration Section => section;

    public string? Text(string name) => section[name];

    public bool? Bool(string name) => Read<bool>(name, bool.TryParse, "true or false");

    public TimeSpan? Time(string name) => Read<TimeSpan>(name, TimeText.TryParse, TimeText.Expected);

    public int? Count(string name) => Read<int>(name, TryParseCount, "a whole number");

    public long? Length(string name) => Read<long>(name, TryParseLength, "a whole number");

    public T? Choice<T>(string name) where T : struct, Enum => Read<T>(name, TryParseChoice, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>Tells of whatever the section has besides what there is to set.</summary>
    /// <param name="kind">What the publisher is called.</param>
    /// <param name="names">What there is to set.</param>
    /// <param name="namesForAll">What may be set here too, though it belongs where it holds for all publishers of the kind.</param>
    public void RefuseOthers(string kind, IReadOnlyCollection<string> names, IReadOnlyCollection<string> namesForAll)
    {
        foreach (var other in section.GetChildren().Where(child => !names.Concat(namesForAll).Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            errors.Add($"{other.Key} in the configuration is no setting of a {kind} publisher; {NearestName.Propose(other.Key, names)}");
    }

    private T? Read<T>(string name, Parser<T> parse, string expected) where T : struct
    {
        if (section[name] is not { } text) return null;
        if (parse(text, out var value)) return value;
        errors.Add($"{name} is '{text}' in the configuration; it must be {expected}.");
        return null;
    }

    private static bool TryParseCount(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseLength(string text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseChoice<T>(string text, out T value) where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);
}
