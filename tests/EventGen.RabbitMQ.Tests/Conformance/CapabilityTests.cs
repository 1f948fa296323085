namespace EventGen.RabbitMQ.Tests.Conformance;

public sealed class CapabilityTests() : SuiteCoverage(("Shared", new RabbitMQBackend(isExclusive: false)), ("Exclusive", new RabbitMQBackend(isExclusive: true)));
