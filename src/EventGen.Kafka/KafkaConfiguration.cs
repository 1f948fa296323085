namespace EventGen.Kafka;

/// <summary>Which settings of a Kafka publisher a configuration may have, besides those that all transports have.</summary>
internal static class KafkaConfiguration
{
    public static TransportSettings<KafkaOptions> Settings { get; } = new TransportSettings<KafkaOptions>()
        .Text(nameof(KafkaOptions.BootstrapServers), "KafkaServers", static (options, value) => options.BootstrapServers = value)
        .Text(nameof(KafkaOptions.Topic), "KafkaTopic", static (options, value) => options.Topic = value)
        .Choice<KafkaOffsetReset>(nameof(KafkaOptions.OffsetReset), static (options, value) => options.OffsetReset = value)
        .Choice<KafkaTopology>(nameof(KafkaOptions.Topology), static (options, value) => options.Topology = value)
        .Count(nameof(KafkaOptions.Partitions), static (options, value) => options.Partitions = value)
        .Count(nameof(KafkaOptions.Replicas), static (options, value) => options.Replicas = value)
        .Bool(nameof(KafkaOptions.Tls), static (options, value) => options.Tls = value)
        .Text(nameof(KafkaOptions.CertificateAuthorityFile), static (options, value) => options.CertificateAuthorityFile = value)
        .Text(nameof(KafkaOptions.Username), static (options, value) => options.Username = value)
        .Text(nameof(KafkaOptions.Password), static (options, value) => options.Password = value)
        .Choice<KafkaMechanism>(nameof(KafkaOptions.Mechanism), static (options, value) => options.Mechanism = value)
        .Time(nameof(KafkaOptions.SessionTimeout), static (options, value) => options.SessionTimeout = value)
        .Time(nameof(KafkaOptions.HandoverTimeout), static (options, value) => options.HandoverTimeout = value)
        .Texts(nameof(KafkaOptions.Properties), static (options, name, value) => options.Properties[name] = value);
}
