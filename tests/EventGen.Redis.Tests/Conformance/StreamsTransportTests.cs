namespace EventGen.Redis.Tests.Conformance;

public sealed class StreamsTransportTests() : TransportSuite(new RedisBackend(RedisMode.Streams, claimAfterSeconds: 60));
