using Microsoft.Extensions.Configuration;

namespace EventGen.RabbitMQ;

/// <summary>Reads the settings of a RabbitMQ publisher from a configuration. What is absent keeps its value; what cannot be read is a fault of the options.</summary>
internal static class RabbitMQConfiguration
{
    private const string SectionName = "EventGen";

    private static readonly string[] s_names =
    [
        nameof(RabbitMQOptions.Address), nameof(RabbitMQOptions.Exchange), nameof(RabbitMQOptions.Receive), nameof(RabbitMQOptions.Enabled),
        nameof(RabbitMQOptions.CloudEvents), nameof(RabbitMQOptions.Group), nameof(RabbitMQOptions.ExclusiveQueue), nameof(RabbitMQOptions.SingleActiveConsumer),
        nameof(RabbitMQOptions.Topology), nameof(RabbitMQOptions.Timeout), nameof(RabbitMQOptions.MaxInFlight), nameof(RabbitMQOptions.Prefetch),
        nameof(RabbitMQOptions.DeliveryLimit),
        "RabbitMQAddress", "RabbitMQExchange",
    ];

    /// <summary>Applies what holds for every RabbitMQ publisher, then what is said of this one.</summary>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="name">The publisher's name.</param>
    /// <param name="options">Are changed.</param>
    public static void Apply(IConfiguration configuration, string name, RabbitMQOptions options)
    {
        if (configuration is IConfigurationSection own && !string.Equals(own.Key, SectionName, StringComparison.OrdinalIgnoreCase))
        {
            Apply(own, options);
            return;
        }

        var section = configuration is IConfigurationSection ? configuration : configuration.GetSection(SectionName);
        options.Address = section["RabbitMQAddress"] ?? options.Address;
        options.Exchange = section["RabbitMQExchange"] ?? options.Exchange;
        Apply(section.GetSection("Publishers").GetSection(name), options);
    }

    private static void Apply(IConfiguration section, RabbitMQOptions options)
    {
        var settings = new SettingReader(section, options.ConfigurationErrors);
        options.Address = section["RabbitMQAddress"] ?? section[nameof(options.Address)] ?? options.Address;
        options.Exchange = section["RabbitMQExchange"] ?? section[nameof(options.Exchange)] ?? options.Exchange;
        options.Group = section[nameof(options.Group)] ?? options.Group;
        options.Receive = settings.Bool(nameof(options.Receive)) ?? options.Receive;
        options.Enabled = settings.Bool(nameof(options.Enabled)) ?? options.Enabled;
        options.CloudEvents = settings.Bool(nameof(options.CloudEvents)) ?? options.CloudEvents;
        options.ExclusiveQueue = settings.Bool(nameof(options.ExclusiveQueue)) ?? options.ExclusiveQueue;
        options.SingleActiveConsumer = settings.Bool(nameof(options.SingleActiveConsumer)) ?? options.SingleActiveConsumer;
        options.Topology = settings.Choice<RabbitMQTopology>(nameof(options.Topology)) ?? options.Topology;
        options.Timeout = settings.Time(nameof(options.Timeout)) ?? options.Timeout;
        options.MaxInFlight = settings.Count(nameof(options.MaxInFlight)) ?? options.MaxInFlight;
        options.Prefetch = settings.Count(nameof(options.Prefetch)) ?? options.Prefetch;
        options.DeliveryLimit = settings.Count(nameof(options.DeliveryLimit)) ?? options.DeliveryLimit;
        settings.RefuseOthers("RabbitMQ", s_names);
    }
}
