namespace EventGen.Nats.Tests.Conformance;

public sealed class StreamsBrokerTests() : BrokerSuite(new NatsBackend(isStream: true));
