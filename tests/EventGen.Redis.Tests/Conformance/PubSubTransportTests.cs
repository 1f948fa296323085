namespace EventGen.Redis.Tests.Conformance;

public sealed class PubSubTransportTests() : TransportSuite(new RedisBackend(RedisMode.PubSub));
