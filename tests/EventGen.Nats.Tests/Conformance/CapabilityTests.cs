namespace EventGen.Nats.Tests.Conformance;

public sealed class CapabilityTests() : SuiteCoverage(("Core", new NatsBackend(isStream: false)), ("Streams", new NatsBackend(isStream: true)));
