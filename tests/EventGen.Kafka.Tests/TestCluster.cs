using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace EventGen.Kafka.Tests;

/// <summary>A mock cluster, or the cluster that the environment names: there each test has topics and groups of its own.</summary>
internal sealed class TestCluster : IDisposable
{
    /// <summary>Names a cluster to run against, as <see cref="KafkaOptions.BootstrapServers"/> has it.</summary>
    public const string Variable = "EVENTGEN_KAFKA_SERVERS";

    private readonly ConcurrentDictionary<string, string> _topics = new(StringComparer.Ordinal);
    private readonly string _suffix = Guid.NewGuid().ToString("N")[..8];
    private KafkaMockCluster? _mock;

    /// <summary>The cluster that the environment names; <see langword="null"/> for none.</summary>
    public static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } servers ? servers : null;

    /// <summary>For how long the cluster waits for a sign of life of an instance.</summary>
    /// <remarks>
    /// Where another instance joins, the mock cluster waits a second less for all to give partitions back, and takes no commit meanwhile: a longer session makes that longer than a bus
    /// that stops waits. Kafka itself waits for max.poll.interval.ms, and allows no session of less than 6 seconds.
    /// </remarks>
    public static TimeSpan Session { get; } = TimeSpan.FromSeconds(Named is null ? 3 : 6);

    /// <summary>Where it is.</summary>
    public string Servers => Named ?? Mock.Servers;

    /// <summary>The mock cluster, which a test can break. Without one, the test is skipped.</summary>
    public KafkaMockCluster Mock
    {
        get
        {
            Assert.SkipWhen(Named is not null, "It breaks the cluster, and the environment names one that is not the tests' own.");
            return _mock!;
        }
    }

    public static TestCluster StartNew()
    {
        var cluster = new TestCluster();
        cluster.Start();
        return cluster;
    }

    public void Start()
    {
        if (Named is null) _mock = KafkaMockCluster.Start();
    }

    /// <summary>The topic of a name, made when it is first asked for.</summary>
    public string Topic(string name, int partitions) => _topics.GetOrAdd(name, _ =>
    {
        string topic = $"{name.Replace(' ', '-')}-{_suffix}";
        _mock?.CreateTopic(topic, partitions);
        if (Named is not null) CreateInNamed(topic, partitions);
        return topic;
    });

    /// <summary>A transport that publishes and receives, with times short enough for a test.</summary>
    public KafkaTransport Create(Action<KafkaOptions>? configure = null) => new(Parcel.Wire, options =>
    {
        options.BootstrapServers = Servers;
        options.Topic = Topic();
        options.Receive = true;
        options.OffsetReset = KafkaOffsetReset.Latest;
        options.SessionTimeout = Session;

        // A receiver that takes longer than this to join has started without it: a busy machine needs its time.
        options.Timeout = TimeSpan.FromSeconds(10);
        configure?.Invoke(options);
    });

    /// <summary>The topic that transports have unless they are told another.</summary>
    public string Topic() => Topic("parcels");

    /// <summary>The topic of a name, as <see cref="KafkaOptions.TopicFor"/> asks for it.</summary>
    public string Topic(string name) => Topic(name, partitions: 4);

    /// <summary>What a group has committed of the first partition of a topic.</summary>
    public long Committed(string group, string topic)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig { BootstrapServers = Servers, GroupId = group }).SetLogHandler(static (_, _) => { }).Build();
        return consumer.Committed([new TopicPartition(topic, 0)], Suite.Patience)[0].Offset.Value;
    }

    /// <summary>The first message of a topic.</summary>
    public Message<byte[]?, byte[]?> Read(string topic)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig { BootstrapServers = Servers, GroupId = $"reader-{Guid.NewGuid():N}", EnableAutoCommit = false })
            .SetLogHandler(static (_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, 4).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        return consumer.Consume(TimeSpan.FromSeconds(30))?.Message ?? throw new InvalidOperationException($"Topic '{topic}' holds no message.");
    }

    /// <summary>A client that writes what no transport would.</summary>
    public IProducer<byte[]?, byte[]?> Producer() => new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = Servers, MessageMaxBytes = 50_000_000, LingerMs = 0 })
        .SetLogHandler(static (_, _) => { }).Build();

    public void Dispose() => _mock?.Dispose();

    private static void CreateInNamed(string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Named }).Build();
        admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = -1 }]).GetAwaiter().GetResult();
    }
}
