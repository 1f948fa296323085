namespace EventGen.Redis.Tests.Conformance;

public sealed class StreamsBrokerTests() : BrokerSuite(new RedisBackend(RedisMode.Streams));
