using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace EventGen.Redis;

/// <summary>Reads the settings of a Redis publisher from a configuration. What is absent keeps its value; what cannot be read is a fault of the options.</summary>
internal static class RedisConfiguration
{
    private const string SectionName = "EventGen";

    private static readonly string[] s_names =
    [
        nameof(RedisOptions.Address), nameof(RedisOptions.Channel), nameof(RedisOptions.Mode), nameof(RedisOptions.Receive), nameof(RedisOptions.Enabled),
        nameof(RedisOptions.CloudEvents), nameof(RedisOptions.Group), nameof(RedisOptions.Timeout), nameof(RedisOptions.ClaimAfter),
        nameof(RedisOptions.MaxInFlight), nameof(RedisOptions.ReceiveBuffer), nameof(RedisOptions.Prefetch), nameof(RedisOptions.MaxStreamLength),
        nameof(RedisOptions.DeliveryLimit),
        "RedisAddress", "RedisChannel",
    ];

    private delegate bool Parser<T>(string text, out T value);

    /// <summary>Applies what holds for every Redis publisher, then what is said of this one.</summary>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="name">The publisher's name.</param>
    /// <param name="options">Are changed.</param>
    public static void Apply(IConfiguration configuration, string name, RedisOptions options)
    {
        if (configuration is IConfigurationSection own && !string.Equals(own.Key, SectionName, StringComparison.OrdinalIgnoreCase))
        {
            Apply(own, options);
            return;
        }

        var section = configuration is IConfigurationSection ? configuration : configuration.GetSection(SectionName);
        options.Address = section["RedisAddress"] ?? options.Address;
        options.Channel = section["RedisChannel"] ?? options.Channel;
        Apply(section.GetSection("Publishers").GetSection(name), options);
    }

    private static void Apply(IConfiguration section, RedisOptions options)
    {
        options.Address = section["RedisAddress"] ?? section[nameof(options.Address)] ?? options.Address;
        options.Channel = section["RedisChannel"] ?? section[nameof(options.Channel)] ?? options.Channel;
        options.Group = section[nameof(options.Group)] ?? options.Group;
        options.Mode = Read<RedisMode>(section, options, nameof(options.Mode), TryParseMode, $"one of {string.Join(", ", Enum.GetNames<RedisMode>())}") ?? options.Mode;
        options.Receive = Read<bool>(section, options, nameof(options.Receive), bool.TryParse, "true or false") ?? options.Receive;
        options.Enabled = Read<bool>(section, options, nameof(options.Enabled), bool.TryParse, "true or false") ?? options.Enabled;
        options.CloudEvents = Read<bool>(section, options, nameof(options.CloudEvents), bool.TryParse, "true or false") ?? options.CloudEvents;
        options.Timeout = Read<TimeSpan>(section, options, nameof(options.Timeout), TimeText.TryParse, TimeText.Expected) ?? options.Timeout;
        options.ClaimAfter = Read<TimeSpan>(section, options, nameof(options.ClaimAfter), TimeText.TryParse, TimeText.Expected) ?? options.ClaimAfter;
        options.MaxInFlight = Read<int>(section, options, nameof(options.MaxInFlight), TryParseCount, "a whole number") ?? options.MaxInFlight;
        options.ReceiveBuffer = Read<int>(section, options, nameof(options.ReceiveBuffer), TryParseCount, "a whole number") ?? options.ReceiveBuffer;
        options.Prefetch = Read<int>(section, options, nameof(options.Prefetch), TryParseCount, "a whole number") ?? options.Prefetch;
        options.MaxStreamLength = Read<long>(section, options, nameof(options.MaxStreamLength), TryParseLength, "a whole number") ?? options.MaxStreamLength;
        options.DeliveryLimit = Read<int>(section, options, nameof(options.DeliveryLimit), TryParseCount, "a whole number") ?? options.DeliveryLimit;
        foreach (var other in section.GetChildren().Where(static child => !s_names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            options.ConfigurationErrors.Add($"{other.Key} in the configuration is no setting of a Redis publisher; there are {string.Join(", ", s_names)}.");
    }

    private static T? Read<T>(IConfiguration section, RedisOptions options, string name, Parser<T> parse, string expected) where T : struct
    {
        if (section[name] is not { } text) return null;
        if (parse(text, out var value)) return value;
        options.ConfigurationErrors.Add($"{name} is '{text}' in the configuration; it must be {expected}.");
        return null;
    }

    private static bool TryParseCount(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseLength(string text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryParseMode(string text, out RedisMode value) => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);
}
