using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace EventGen.Outbox;

/// <summary>Reads the settings of an outbox from a configuration, and finds those that cannot work.</summary>
internal static class OutboxConfiguration
{
    private static readonly string[] s_names =
    [
        nameof(OutboxOptions.PollInterval), nameof(OutboxOptions.BatchSize), nameof(OutboxOptions.LeaseDuration), nameof(OutboxOptions.InboxRetention), nameof(OutboxOptions.UnknownAfter),
        nameof(OutboxOptions.MaxPending), nameof(OutboxOptions.TablePrefix), nameof(OutboxOptions.CreateTables), nameof(OutboxOptions.Application), nameof(OutboxOptions.Instance),
    ];

    private delegate bool Parser<T>(string text, out T value);

    /// <summary>Where the settings are: in what <c>AddEventGen</c> was given, or else in the configuration of whoever made the services.</summary>
    public static IEnumerable<IConfigurationSection> Sections(IServiceProvider services)
    {
        var given = (services.GetService(typeof(IEnumerable<IConfigurationSection>)) as IEnumerable<IConfigurationSection> ?? [])
            .Where(static section => string.Equals(section.Key, "EventGen", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (given.Length > 0) return given.Select(static section => section.GetSection("Outbox"));
        return services.GetService(typeof(IConfiguration)) is IConfiguration configuration ? [configuration.GetSection("EventGen:Outbox")] : [];
    }

    public static void Apply(IConfigurationSection section, OutboxOptions options, List<string> errors)
    {
        if (!string.IsNullOrEmpty(section.Value)) errors.Add($"{section.Path} is '{section.Value}' in the configuration; it must be a section.");
        options.PollInterval = Read<TimeSpan>(section, nameof(options.PollInterval), TimeText.TryParse, TimeText.Expected, errors) ?? options.PollInterval;
        options.BatchSize = Read<int>(section, nameof(options.BatchSize), TryParseCount, "a whole number", errors) ?? options.BatchSize;
        options.LeaseDuration = Read<TimeSpan>(section, nameof(options.LeaseDuration), TimeText.TryParse, TimeText.Expected, errors) ?? options.LeaseDuration;
        options.InboxRetention = Read<TimeSpan>(section, nameof(options.InboxRetention), TimeText.TryParse, TimeText.Expected, errors) ?? options.InboxRetention;
        options.UnknownAfter = Read<TimeSpan>(section, nameof(options.UnknownAfter), TimeText.TryParse, TimeText.Expected, errors) ?? options.UnknownAfter;
        options.MaxPending = Read<long>(section, nameof(options.MaxPending), TryParseLong, "a whole number", errors) ?? options.MaxPending;
        options.TablePrefix = Text(section, nameof(options.TablePrefix), errors) ?? options.TablePrefix;
        options.CreateTables = Read<bool>(section, nameof(options.CreateTables), bool.TryParse, "true or false", errors) ?? options.CreateTables;
        options.Application = Text(section, nameof(options.Application), errors) ?? options.Application;
        options.Instance = Text(section, nameof(options.Instance), errors) ?? options.Instance;
        foreach (var other in section.GetChildren().Where(static child => !s_names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            errors.Add($"{other.Path} in the configuration is no setting of an outbox; there are {string.Join(", ", s_names)}.");
    }

    /// <summary>Every setting that cannot work, each as a sentence that says what to change.</summary>
    public static IEnumerable<string> ValidationErrors(OutboxOptions options)
    {
        if (options.PollInterval < TimeSpan.FromMilliseconds(10) || options.PollInterval > TimeSpan.FromHours(1))
            yield return $"{nameof(options.PollInterval)} is {options.PollInterval}; it must be from 10 milliseconds to 1 hour.";
        if (options.BatchSize is < 1 or > 10_000) yield return $"{nameof(options.BatchSize)} is {options.BatchSize}; it must be from 1 to 10,000.";
        if (options.LeaseDuration < TimeSpan.FromSeconds(1) || options.LeaseDuration > TimeSpan.FromDays(1))
            yield return $"{nameof(options.LeaseDuration)} is {options.LeaseDuration}; it must be from 1 second to 1 day.";
        if (options.InboxRetention < TimeSpan.Zero) yield return $"{nameof(options.InboxRetention)} is {options.InboxRetention}; it must not be negative.";
        if (options.UnknownAfter < TimeSpan.FromSeconds(1)) yield return $"{nameof(options.UnknownAfter)} is {options.UnknownAfter}; it must be at least 1 second.";
        if (options.MaxPending < 1) yield return $"{nameof(options.MaxPending)} is {options.MaxPending}; it must be at least 1, or null for no limit.";
        if (options.TablePrefix is null || options.TablePrefix.Length is 0 or > 30 || !options.TablePrefix.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(options.TablePrefix[0]))
            yield return $"{nameof(options.TablePrefix)} is '{options.TablePrefix}'; it must be 1 to 30 ASCII letters, digits and underscores, and not begin with a digit.";
        if (options.Application is { } application && application.Length is 0 or > 200) yield return $"{nameof(options.Application)} has {options.Application.Length} characters; it must have 1 to 200.";
        if (options.Instance is { } instance && instance.Length is 0 or > 200) yield return $"{nameof(options.Instance)} has {options.Instance.Length} characters; it must have 1 to 200.";
    }

    private static T? Read<T>(IConfigurationSection section, string name, Parser<T> parse, string expected, List<string> errors) where T : struct
    {
        if (Value(section, name, expected, errors) is not { } text) return null;
        if (parse(text, out var value)) return value;
        errors.Add($"{section.Path}:{name} is '{text}' in the configuration; it must be {expected}.");
        return null;
    }

    private static string? Text(IConfigurationSection section, string name, List<string> errors) => Value(section, name, "a text", errors);

    // A section where a value belongs would otherwise be passed over in silence.
    private static string? Value(IConfigurationSection section, string name, string expected, List<string> errors)
    {
        var child = section.GetSection(name);
        if (!child.GetChildren().Any()) return child.Value;
        errors.Add($"{child.Path} is a section in the configuration; it must be {expected}.");
        return null;
    }

    private static bool TryParseCount(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseLong(string text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
}
