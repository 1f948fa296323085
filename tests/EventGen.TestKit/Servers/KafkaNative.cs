using System.Reflection;
using System.Runtime.InteropServices;

namespace EventGen.TestKit;

/// <summary>What the mock cluster needs of librdkafka.</summary>
internal static partial class KafkaNative
{
    private const string Library = "librdkafka";

    // As Confluent.Kafka has them, for systems with and without SASL's library.
    private static readonly string[] s_files = ["librdkafka.so", "centos8-librdkafka.so", "alpine-librdkafka.so", "librdkafka.dylib", "librdkafka.dll"];

    static KafkaNative() => NativeLibrary.SetDllImportResolver(typeof(KafkaNative).Assembly, Find);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint ConfigurationNew();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ConfigurationSet(nint configuration, string name, string value, byte[] error, nuint errorLength);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    public static partial nint New(int kind, nint configuration, byte[] error, nuint errorLength);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    public static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    public static partial nint ClusterNew(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    public static partial void ClusterDestroy(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    public static partial nint ClusterBootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int TopicCreate(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void TopicSetError(nint cluster, string topic, int error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    public static partial void InitialRebalanceDelay(nint cluster, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    public static partial int BrokerSetDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    public static partial int BrokerSetUp(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    public static partial int BrokerSetRoundTrip(nint cluster, int broker, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    public static partial void PushErrors(nint cluster, short api, nuint count, int[] errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_clear_request_errors")]
    public static partial void ClearErrors(nint cluster, short api);

    private static nint Find(string library, Assembly assembly, DllImportSearchPath? path)
    {
        if (library != Library) return 0;
        string folder = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        foreach (string file in s_files)
            if (NativeLibrary.TryLoad(Path.Combine(folder, file), out nint handle)) return handle;
        throw new DllNotFoundException($"There is no librdkafka that can be loaded in '{folder}'.");
    }
}
