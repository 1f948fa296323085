namespace EventGen.Kafka.Tests.Conformance;

public sealed class KafkaBrokerTests() : BrokerSuite(new KafkaBackend(TimeSpan.FromSeconds(3)));
