using System.Collections.Frozen;
using System.Globalization;
using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>What Kafka's client is told, of the settings of a publisher.</summary>
internal static class ClientSettings
{
    // One that stands still is noticed after it.
    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_shortestAnswer = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestHeartbeat = TimeSpan.FromSeconds(3);

    // Other names that the client has for what is set here, and what is left as the client has it because the guarantees depend on it.
    private static readonly string[] s_alsoRefused =
    [
        "metadata.broker.list", "request.required.acks", "delivery.timeout.ms", "sasl.mechanisms", "group.protocol", "enable.partition.eof", "transactional.id",
    ];

    /// <summary>The properties that a publisher sets itself, and that <see cref="KafkaOptions.Properties"/> may therefore not have.</summary>
    public static FrozenSet<string> Refused { get; } = NamesOfAll();

    /// <summary>Of what publishes: each message is stored by all replicas that are in sync, once, and in order, however often the client sends it.</summary>
    public static ProducerConfig Producer(string publisher, KafkaOptions options) =>
        new(Join(options, new ProducerConfig(Defaults(options)) { LingerMs = 0 }, OfProducer(publisher, options)));

    /// <summary>Of what receives: nothing is committed but what has been stored for it.</summary>
    public static ConsumerConfig Consumer(string publisher, string group, KafkaOptions options) =>
        new(Join(options, new ConsumerConfig(Defaults(options)) { TopicMetadataRefreshIntervalMs = 30_000 }, OfConsumer(publisher, group, options)));

    private static ProducerConfig OfProducer(string publisher, KafkaOptions options) => new(OfBoth(publisher, options))
    {
        EnableIdempotence = true,
        Acks = Acks.All,
        MessageTimeoutMs = Milliseconds(options.Timeout),

        // The broker decides what is too large; a batch of several is never.
        MessageMaxBytes = 100_000_000,
        QueueBufferingMaxMessages = Math.Max(100_000, options.MaxInFlight),
        QueueBufferingMaxKbytes = int.MaxValue,
    };

    private static ConsumerConfig OfConsumer(string publisher, string group, KafkaOptions options) => new(OfBoth(publisher, options))
    {
        GroupId = group,
        EnableAutoCommit = true,
        EnableAutoOffsetStore = false,
        AutoCommitIntervalMs = 250,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        SessionTimeoutMs = Milliseconds(options.SessionTimeout),
        HeartbeatIntervalMs = Milliseconds(options.SessionTimeout / 10 < s_longestHeartbeat ? options.SessionTimeout / 10 : s_longestHeartbeat),

        // Where the oldest messages are deleted before they were received; where it begins at all is said when a partition is assigned.
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = IsolationLevel.ReadCommitted,
        QueuedMaxMessagesKbytes = 16 * 1024,
        StatisticsIntervalMs = 1000,
    };

    private static Dictionary<string, string> OfBoth(string publisher, KafkaOptions options)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bootstrap.servers"] = options.BootstrapServers!,
            ["client.id"] = $"eventgen-{publisher}",
            ["security.protocol"] = (options.Username is not null, options.Tls) switch
            {
                (true, true) => "sasl_ssl",
                (true, false) => "sasl_plaintext",
                (false, true) => "ssl",
                _ => "plaintext",
            },
        };
        if (options.CertificateAuthorityFile is { } file) settings["ssl.ca.location"] = file;
        if (options.Username is { } user)
        {
            settings["sasl.username"] = user;
            settings["sasl.password"] = options.Password!;
            settings["sasl.mechanism"] = options.Mechanism switch
            {
                KafkaMechanism.Plain => "PLAIN",
                KafkaMechanism.ScramSha256 => "SCRAM-SHA-256",
                _ => "SCRAM-SHA-512",
            };
        }

        return settings;
    }

    // What Properties may have otherwise.
    private static Dictionary<string, string> Defaults(KafkaOptions options)
    {
        var answer = options.Timeout < s_shortestAnswer ? s_shortestAnswer : options.Timeout > s_longestAnswer ? s_longestAnswer : options.Timeout;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["socket.timeout.ms"] = Text(answer),
            ["socket.connection.setup.timeout.ms"] = Text(answer),
            ["socket.keepalive.enable"] = "true",
            ["reconnect.backoff.max.ms"] = "1000",
            ["retry.backoff.max.ms"] = "1000",
        };
    }

    // Of two names for the same thing, the client takes the later one.
    private static Dictionary<string, string> Join(KafkaOptions options, ClientConfig defaults, ClientConfig own)
    {
        var settings = new Dictionary<string, string>(defaults, StringComparer.Ordinal);
        foreach (var (name, value) in options.Properties) settings[name] = value;
        foreach (var (name, value) in own) settings[name] = value;
        return settings;
    }

    private static FrozenSet<string> NamesOfAll()
    {
        var all = new KafkaOptions { BootstrapServers = "", Username = "", Password = "", CertificateAuthorityFile = "" };
        return OfProducer("", all).Concat(OfConsumer("", "", all)).Select(static setting => setting.Key).Concat(s_alsoRefused).ToFrozenSet(StringComparer.Ordinal);
    }

    private static int Milliseconds(TimeSpan time) => (int)time.TotalMilliseconds;

    private static string Text(TimeSpan time) => Milliseconds(time).ToString(CultureInfo.InvariantCulture);
}
