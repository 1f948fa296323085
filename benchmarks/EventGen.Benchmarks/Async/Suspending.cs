using EventGen.Benchmarks.Queue;

namespace EventGen.Benchmarks.Async;

/// <summary>Handled by four asynchronous methods that suspend.</summary>
[Event("benchmark.suspending")]
public sealed record Suspending(Batch Batch);
