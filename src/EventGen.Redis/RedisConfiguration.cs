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
        var settings = new SettingReader(section, options.ConfigurationErrors);
        options.Address = section["RedisAddress"] ?? section[nameof(options.Address)] ?? options.Address;
        options.Channel = section["RedisChannel"] ?? section[nameof(options.Channel)] ?? options.Channel;
        options.Group = section[nameof(options.Group)] ?? options.Group;
        options.Mode = settings.Choice<RedisMode>(nameof(options.Mode)) ?? options.Mode;
        options.Receive = settings.Bool(nameof(options.Receive)) ?? options.Receive;
        options.Enabled = settings.Bool(nameof(options.Enabled)) ?? options.Enabled;
        options.CloudEvents = settings.Bool(nameof(options.CloudEvents)) ?? options.CloudEvents;
        options.Timeout = settings.Time(nameof(options.Timeout)) ?? options.Timeout;
        options.ClaimAfter = settings.Time(nameof(options.ClaimAfter)) ?? options.ClaimAfter;
        options.MaxInFlight = settings.Count(nameof(options.MaxInFlight)) ?? options.MaxInFlight;
        options.ReceiveBuffer = settings.Count(nameof(options.ReceiveBuffer)) ?? options.ReceiveBuffer;
        options.Prefetch = settings.Count(nameof(options.Prefetch)) ?? options.Prefetch;
        options.MaxStreamLength = settings.Length(nameof(options.MaxStreamLength)) ?? options.MaxStreamLength;
        options.DeliveryLimit = settings.Count(nameof(options.DeliveryLimit)) ?? options.DeliveryLimit;
        settings.RefuseOthers("Redis", s_names);
    }
}
