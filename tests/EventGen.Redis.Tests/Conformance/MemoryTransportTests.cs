using EventGen.Publishers.Conformance.Memory;

namespace EventGen.Redis.Tests.Conformance;

public sealed class MemoryTransportTests() : TransportSuite(new MemoryBackend());
