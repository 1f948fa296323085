namespace EventGen.Kafka.Tests.Conformance;

// While the group distributes its partitions, it takes no commits, and a bus that stops waits for that half as long as for a call.
public sealed class KafkaPersistentTests() : PersistentSuite(new KafkaBackend(TestCluster.Session * 2.5));
