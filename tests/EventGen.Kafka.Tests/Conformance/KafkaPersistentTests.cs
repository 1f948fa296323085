namespace EventGen.Kafka.Tests.Conformance;

public sealed class KafkaPersistentTests() : PersistentSuite(new KafkaBackend());
