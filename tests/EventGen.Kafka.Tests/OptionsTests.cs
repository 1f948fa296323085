using Microsoft.Extensions.Configuration;

namespace EventGen.Kafka.Tests;

public sealed class OptionsTests : TransportOptionsSuite<KafkaOptions>
{
    protected override string Product => "Kafka";

    protected override IReadOnlyDictionary<string, string> KeysForAll { get; } = new Dictionary<string, string> { ["KafkaServers"] = "BootstrapServers", ["KafkaTopic"] = "Topic" };

    protected override (string Setting, string Unreadable) Address => ("BootstrapServers", $"user:{Secret}@host:9092");

    protected override IReadOnlyList<PublisherServer> Servers => [new("out", "a.example:9093", "kafka-secure"), new("out", "b.example:9093", "kafka-secure")];

    protected override IEnumerable<string> Free => ["Tls"];

    protected override object[] Values => [(Func<string, string>)(static id => id)];

    protected override IEventTransport Create(string name, KafkaOptions options) => new KafkaTransport(name, options);

    protected override KafkaOptions Copy(KafkaOptions options) => TransportOptions<KafkaOptions>.Checked("out", options);

    protected override TBuilder Add<TBuilder>(TBuilder builder, string name, IConfiguration configuration, Action<KafkaOptions>? configure) => builder.AddKafka(name, configuration, configure);

    protected override void SetServers(KafkaOptions options)
    {
        (options.BootstrapServers, options.Topic, options.Tls, options.Username, options.Password) = ("a.example:9093, b.example:9093", "events", true, "ann", Secret);
        options.Properties["client.rack"] = Secret;
    }

    protected override void Spoil(KafkaOptions options)
    {
        options.BootstrapServers = Address.Unreadable;
        options.Topic = "a topic";
        options.Group = "";
        options.OffsetReset = (KafkaOffsetReset)7;
        options.Topology = (KafkaTopology)7;
        options.Mechanism = (KafkaMechanism)7;
        options.Partitions = options.Replicas = -1;
        options.CertificateAuthorityFile = "/nowhere";
        options.Password = Secret;
        options.UnknownEvents = (UnknownEventMode)7;
        options.Timeout = options.SessionTimeout = TimeSpan.Zero;
        options.HandoverTimeout = TimeSpan.FromDays(1);
        options.MaxInFlight = options.Prefetch = 0;
        options.Properties["enable.auto.commit"] = Secret;
    }
}
