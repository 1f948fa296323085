using Microsoft.Extensions.Configuration;

namespace EventGen.Kafka;

/// <summary>Reads the settings of a Kafka publisher from a configuration. What is absent keeps its value; what cannot be read is a fault of the options.</summary>
internal static class KafkaConfiguration
{
    private const string SectionName = "EventGen";

    private static readonly string[] s_names =
    [
        nameof(KafkaOptions.BootstrapServers), nameof(KafkaOptions.Topic), nameof(KafkaOptions.Receive), nameof(KafkaOptions.Enabled), nameof(KafkaOptions.CloudEvents),
        nameof(KafkaOptions.Group), nameof(KafkaOptions.OffsetReset), nameof(KafkaOptions.Topology), nameof(KafkaOptions.Partitions), nameof(KafkaOptions.Replicas),
        nameof(KafkaOptions.Tls), nameof(KafkaOptions.CertificateAuthorityFile), nameof(KafkaOptions.Username), nameof(KafkaOptions.Password), nameof(KafkaOptions.Mechanism),
        nameof(KafkaOptions.Timeout), nameof(KafkaOptions.MaxInFlight), nameof(KafkaOptions.Prefetch), nameof(KafkaOptions.SessionTimeout), nameof(KafkaOptions.HandoverTimeout),
        nameof(KafkaOptions.Properties),
        "KafkaServers", "KafkaTopic",
    ];

    /// <summary>Applies what holds for every Kafka publisher, then what is said of this one.</summary>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="name">The publisher's name.</param>
    /// <param name="options">Are changed.</param>
    public static void Apply(IConfiguration configuration, string name, KafkaOptions options)
    {
        if (configuration is IConfigurationSection own && !string.Equals(own.Key, SectionName, StringComparison.OrdinalIgnoreCase))
        {
            Apply(own, options);
            return;
        }

        var section = configuration is IConfigurationSection ? configuration : configuration.GetSection(SectionName);
        options.BootstrapServers = section["KafkaServers"] ?? options.BootstrapServers;
        options.Topic = section["KafkaTopic"] ?? options.Topic;
        Apply(section.GetSection("Publishers").GetSection(name), options);
    }

    private static void Apply(IConfiguration section, KafkaOptions options)
    {
        var settings = new SettingReader(section, options.ConfigurationErrors);
        options.BootstrapServers = section["KafkaServers"] ?? section[nameof(options.BootstrapServers)] ?? options.BootstrapServers;
        options.Topic = section["KafkaTopic"] ?? section[nameof(options.Topic)] ?? options.Topic;
        options.Group = section[nameof(options.Group)] ?? options.Group;
        options.CertificateAuthorityFile = section[nameof(options.CertificateAuthorityFile)] ?? options.CertificateAuthorityFile;
        options.Username = section[nameof(options.Username)] ?? options.Username;
        options.Password = section[nameof(options.Password)] ?? options.Password;
        options.Receive = settings.Bool(nameof(options.Receive)) ?? options.Receive;
        options.Enabled = settings.Bool(nameof(options.Enabled)) ?? options.Enabled;
        options.CloudEvents = settings.Bool(nameof(options.CloudEvents)) ?? options.CloudEvents;
        options.OffsetReset = settings.Choice<KafkaOffsetReset>(nameof(options.OffsetReset)) ?? options.OffsetReset;
        options.Topology = settings.Choice<KafkaTopology>(nameof(options.Topology)) ?? options.Topology;
        options.Partitions = settings.Count(nameof(options.Partitions)) ?? options.Partitions;
        options.Replicas = settings.Count(nameof(options.Replicas)) ?? options.Replicas;
        options.Tls = settings.Bool(nameof(options.Tls)) ?? options.Tls;
        options.Mechanism = settings.Choice<KafkaMechanism>(nameof(options.Mechanism)) ?? options.Mechanism;
        options.Timeout = settings.Time(nameof(options.Timeout)) ?? options.Timeout;
        options.MaxInFlight = settings.Count(nameof(options.MaxInFlight)) ?? options.MaxInFlight;
        options.Prefetch = settings.Count(nameof(options.Prefetch)) ?? options.Prefetch;
        options.SessionTimeout = settings.Time(nameof(options.SessionTimeout)) ?? options.SessionTimeout;
        options.HandoverTimeout = settings.Time(nameof(options.HandoverTimeout)) ?? options.HandoverTimeout;
        foreach (var property in section.GetSection(nameof(options.Properties)).GetChildren())
            if (property.Value is { } value) options.Properties[property.Key] = value;
        settings.RefuseOthers("Kafka", s_names);
    }
}
