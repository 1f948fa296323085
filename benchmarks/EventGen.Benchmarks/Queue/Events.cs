namespace EventGen.Benchmarks.Queue;

/// <summary>Counted by a handler; the last of a batch says so.</summary>
[Event("benchmark.queued")]
public sealed record Queued(Batch Batch);

/// <summary>The same, in order by key.</summary>
[Event("benchmark.keyed")]
public sealed record KeyedQueued(Batch Batch, [property: EventKey] int Key);
