using EventGen.Publishers.Conformance.Memory;

namespace EventGen.Redis.Tests.Conformance;

public sealed class CapabilityTests() : SuiteCoverage(("Memory", new MemoryBackend()), ("PubSub", new RedisBackend(RedisMode.PubSub)), ("Streams", new RedisBackend(RedisMode.Streams)));
