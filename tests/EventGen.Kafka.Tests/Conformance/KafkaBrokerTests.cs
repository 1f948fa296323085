namespace EventGen.Kafka.Tests.Conformance;

// The mock cluster keeps 5 MB of a partition and forgets what is older, read or not: 100,000 parcels, some of them sent again, need many partitions.
public sealed class KafkaBrokerTests() : BrokerSuite(new KafkaBackend(TimeSpan.FromSeconds(3), partitions: 32));
