namespace EventGen.Kafka.Tests.Conformance;

public sealed class KafkaTransportTests() : TransportSuite(new KafkaBackend());
