namespace EventGen.Nats.Tests.Conformance;

public sealed class CoreBrokerTests() : BrokerSuite(new NatsBackend(isStream: false));
