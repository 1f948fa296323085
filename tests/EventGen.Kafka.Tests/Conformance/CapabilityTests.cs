namespace EventGen.Kafka.Tests.Conformance;

public sealed class CapabilityTests() : SuiteCoverage(("Kafka", new KafkaBackend()));
