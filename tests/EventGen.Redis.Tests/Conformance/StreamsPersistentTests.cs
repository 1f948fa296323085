namespace EventGen.Redis.Tests.Conformance;

public sealed class StreamsPersistentTests() : PersistentSuite(new RedisBackend(RedisMode.Streams));
