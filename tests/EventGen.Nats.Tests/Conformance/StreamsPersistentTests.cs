namespace EventGen.Nats.Tests.Conformance;

public sealed class StreamsPersistentTests() : PersistentSuite(new NatsBackend(isStream: true));
