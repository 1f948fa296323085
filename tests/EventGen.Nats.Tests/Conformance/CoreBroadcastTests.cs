namespace EventGen.Nats.Tests.Conformance;

public sealed class CoreBroadcastTests() : BroadcastSuite(new NatsBackend(isStream: false));
