using EventGen.Publishers.Conformance.Memory;

namespace EventGen.Redis.Tests.Conformance;

public sealed class MemoryBroadcastTests() : BroadcastSuite(new MemoryBackend());
