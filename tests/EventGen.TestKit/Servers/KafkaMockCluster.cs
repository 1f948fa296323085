using System.Runtime.InteropServices;

namespace EventGen.TestKit;

/// <summary>
/// The mock cluster of librdkafka, Kafka's native client: brokers that keep what they are sent in memory and speak Kafka's protocol over TCP on loopback ports, so that
/// other processes reach them too. It is no Kafka: it creates topics when they are asked about, and checks neither users nor rights. Thread safe.
/// </summary>
public sealed class KafkaMockCluster : IDisposable
{
    private const int Producer = 0;
    private const int ErrorLength = 512;
    private const int MoreThanAnyTestMakes = 100_000;

    // Longer than any test waits.
    private static readonly TimeSpan s_frozen = TimeSpan.FromHours(1);

    private readonly nint _client;
    private readonly nint _cluster;
    private readonly int _brokers;

    private KafkaMockCluster(nint client, nint cluster, int brokers) => (_client, _cluster, _brokers) = (client, cluster, brokers);

    /// <summary>Where the brokers are.</summary>
    public string Servers => Marshal.PtrToStringUTF8(KafkaNative.ClusterBootstraps(_cluster))!;

    /// <summary>Starts a cluster. The process needs the package of Confluent.Kafka, whose native library this uses.</summary>
    public static KafkaMockCluster Start(int brokers = 1)
    {
        nint configuration = KafkaNative.ConfigurationNew();
        byte[] error = new byte[ErrorLength];
        Set(configuration, "log_level", "0");
        nint client = KafkaNative.New(Producer, configuration, error, (nuint)error.Length);
        if (client == 0) throw new InvalidOperationException("librdkafka gave no client to hold the mock cluster.");
        nint cluster = KafkaNative.ClusterNew(client, brokers);

        // The first instance of a group does not wait for others.
        KafkaNative.InitialRebalanceDelay(cluster, 0);
        return new KafkaMockCluster(client, cluster, brokers);
    }

    /// <summary>Creates a topic; one that exists stays.</summary>
    public void CreateTopic(string name, int partitions = 4) => KafkaNative.TopicCreate(_cluster, name, partitions, 1);

    /// <summary>Ends all connections and takes no new ones. What the brokers have they keep.</summary>
    public void Stop() => OnEach(broker => KafkaNative.BrokerSetDown(_cluster, broker));

    /// <summary>Takes connections again.</summary>
    public void Restart() => OnEach(broker => KafkaNative.BrokerSetUp(_cluster, broker));

    /// <summary>Answers nobody any more; connections stay open, and what is asked is still done.</summary>
    public void Freeze() => OnEach(broker => KafkaNative.BrokerSetRoundTrip(_cluster, broker, (int)s_frozen.TotalMilliseconds));

    /// <summary>Answers again.</summary>
    public void Thaw() => OnEach(broker => KafkaNative.BrokerSetRoundTrip(_cluster, broker, 0));

    /// <summary>Has the next requests of a kind fail.</summary>
    /// <param name="api">Kafka's number of the request: 0 produce, 1 fetch, 8 commit.</param>
    /// <param name="errors">Kafka's number of the error, for each of the next requests.</param>
    public void Fail(short api, params int[] errors) => KafkaNative.PushErrors(_cluster, api, (nuint)errors.Length, errors);

    /// <summary>Has each request of a kind fail, until <see cref="Recover"/>.</summary>
    /// <param name="api">Kafka's number of the request: 11 join a group.</param>
    /// <param name="error">Kafka's number of the error.</param>
    public void FailAll(short api, int error) => Fail(api, [.. Enumerable.Repeat(error, MoreThanAnyTestMakes)]);

    /// <summary>Has no request of a kind fail any more.</summary>
    /// <param name="api">Kafka's number of the request.</param>
    public void Recover(short api) => KafkaNative.ClearErrors(_cluster, api);

    /// <summary>Has each request about a topic fail.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="error">Kafka's number of the error; 0 to have none fail any more.</param>
    public void FailTopic(string topic, int error) => KafkaNative.TopicSetError(_cluster, topic, error);

    public void Dispose()
    {
        KafkaNative.ClusterDestroy(_cluster);
        KafkaNative.Destroy(_client);
    }

    private static void Set(nint configuration, string name, string value) => KafkaNative.ConfigurationSet(configuration, name, value, new byte[ErrorLength], ErrorLength);

    private void OnEach(Func<int, int> change)
    {
        for (int broker = 1; broker <= _brokers; broker++)
        {
            if (change(broker) is not 0 and var error) throw new InvalidOperationException($"Broker {broker} of the mock cluster refused the change, error {error}.");
        }
    }
}
