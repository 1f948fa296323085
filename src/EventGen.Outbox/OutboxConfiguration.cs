using Microsoft.Extensions.Configuration;

namespace EventGen.Outbox;

/// <summary>Reads the settings of an outbox from a configuration, and finds those that cannot work.</summary>
internal static class OutboxConfiguration
{
    // A database's clock has to be able to tell what was so long ago.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(36_500);

    /// <summary>The settings as the configuration and then the code have them, and every one that cannot work.</summary>
    public static (OutboxOptions Options, string[] Errors) Read(IServiceProvider services, Action<OutboxOptions>? configure)
    {
        var options = new OutboxOptions();
        List<string> errors = [];
        foreach (var section in Sections(services)) Apply(section, options, errors);
        configure?.Invoke(options);
        options = options.Copy();
        return (options, [.. errors, .. ValidationErrors(options)]);
    }

    /// <summary>Where the settings are: in what <c>AddEventGen</c> was given, or else in the configuration of whoever made the services.</summary>
    private static IEnumerable<IConfigurationSection> Sections(IServiceProvider services)
    {
        var given = (services.GetService(typeof(IEnumerable<IConfigurationSection>)) as IEnumerable<IConfigurationSection> ?? [])
            .Where(static section => string.Equals(section.Key, "EventGen", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (given.Length > 0) return given.Select(static section => section.GetSection("Outbox"));
        return services.GetService(typeof(IConfiguration)) is IConfiguration configuration ? [configuration.GetSection("EventGen:Outbox")] : [];
    }

    private static void Apply(IConfigurationSection section, OutboxOptions options, List<string> errors)
    {
        var read = new SettingReader(section, "an outbox", $"{section.Path}:", errors);
        read.RefuseText(section);
        options.PollInterval = read.Time(nameof(options.PollInterval)) ?? options.PollInterval;
        options.BatchSize = read.Count(nameof(options.BatchSize)) ?? options.BatchSize;
        options.LeaseDuration = read.Time(nameof(options.LeaseDuration)) ?? options.LeaseDuration;
        options.InboxRetention = read.Time(nameof(options.InboxRetention)) ?? options.InboxRetention;
        options.UnknownAfter = read.Time(nameof(options.UnknownAfter)) ?? options.UnknownAfter;
        options.MaxPending = read.Length(nameof(options.MaxPending)) ?? options.MaxPending;
        options.TablePrefix = read.Text(nameof(options.TablePrefix)) ?? options.TablePrefix;
        options.CreateTables = read.Flag(nameof(options.CreateTables)) ?? options.CreateTables;
        options.Application = read.Text(nameof(options.Application)) ?? options.Application;
        options.Instance = read.Text(nameof(options.Instance)) ?? options.Instance;
        read.RefuseOthers();
    }

    /// <summary>Every setting that cannot work, each as a sentence that says what to change.</summary>
    private static IEnumerable<string> ValidationErrors(OutboxOptions options)
    {
        if (options.PollInterval < TimeSpan.FromMilliseconds(10) || options.PollInterval > TimeSpan.FromHours(1))
            yield return $"{nameof(options.PollInterval)} is {options.PollInterval}; it must be from 10 milliseconds to 1 hour.";
        if (options.BatchSize is < 1 or > 10_000) yield return $"{nameof(options.BatchSize)} is {options.BatchSize}; it must be from 1 to 10,000.";
        if (options.LeaseDuration < TimeSpan.FromSeconds(1) || options.LeaseDuration > TimeSpan.FromDays(1))
            yield return $"{nameof(options.LeaseDuration)} is {options.LeaseDuration}; it must be from 1 second to 1 day.";
        if (options.InboxRetention < TimeSpan.Zero || options.InboxRetention > s_longest) yield return $"{nameof(options.InboxRetention)} is {options.InboxRetention}; it must not be negative, and at most {s_longest.Days} days.";
        if (options.UnknownAfter < TimeSpan.FromSeconds(1) || options.UnknownAfter > s_longest) yield return $"{nameof(options.UnknownAfter)} is {options.UnknownAfter}; it must be from 1 second to {s_longest.Days} days.";
        if (options.MaxPending < 1) yield return $"{nameof(options.MaxPending)} is {options.MaxPending}; it must be at least 1, or null for no limit.";
        if (options.TablePrefix is null || options.TablePrefix.Length is 0 or > 30 || !options.TablePrefix.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(options.TablePrefix[0]))
            yield return $"{nameof(options.TablePrefix)} is '{options.TablePrefix}'; it must be 1 to 30 ASCII letters, digits and underscores, and not begin with a digit.";
        if (NameFault(nameof(options.Application), options.Application) is { } application) yield return application;
        if (NameFault(nameof(options.Instance), options.Instance) is { } instance) yield return instance;
    }

    private static string? NameFault(string setting, string? name) =>
        name is null ? null
        : name.Length is 0 or > 200 ? $"{setting} has {name.Length} characters; it must have 1 to 200."
        : NameRule.Fault(setting, name);
}
