namespace EventGen.Redis.Tests.Conformance;

public sealed class PubSubBroadcastTests() : BroadcastSuite(new RedisBackend(RedisMode.PubSub));
