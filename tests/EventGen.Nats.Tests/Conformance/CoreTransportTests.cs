namespace EventGen.Nats.Tests.Conformance;

public sealed class CoreTransportTests() : TransportSuite(new NatsBackend(isStream: false));
