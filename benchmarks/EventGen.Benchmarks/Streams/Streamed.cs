namespace EventGen.Benchmarks.Streams;

/// <summary>Read by any number of streams.</summary>
[Event("benchmark.streamed")]
public sealed record Streamed(int Amount);
