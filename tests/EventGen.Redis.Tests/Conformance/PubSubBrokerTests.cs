namespace EventGen.Redis.Tests.Conformance;

public sealed class PubSubBrokerTests() : BrokerSuite(new RedisBackend(RedisMode.PubSub));
