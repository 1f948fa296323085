namespace EventGen.Benchmarks.Queue;

/// <summary>Counted by a handler; the last of a batch says so.</summary>
[Event("benchmark.queued")]
public sealed record Queued(Batch Batch);
