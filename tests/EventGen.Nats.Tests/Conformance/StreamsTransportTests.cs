namespace EventGen.Nats.Tests.Conformance;

public sealed class StreamsTransportTests() : TransportSuite(new NatsBackend(isStream: true));
