namespace EventGen.Benchmarks.Queue;

/// <summary>Its handler holds the worker.</summary>
[Event("benchmark.held")]
public sealed record Held(WorkerGate Gate);

/// <summary>Waits in the queue of a held worker.</summary>
[Event("benchmark.gated")]
public sealed record Gated(WorkerGate Gate);

/// <summary>The same, in order by key.</summary>
[Event("benchmark.gated-keyed")]
public sealed record KeyedGated(WorkerGate Gate, [property: EventKey] int Key);

/// <summary>The same, with a handler that takes the context.</summary>
[Event("benchmark.gated-context")]
public sealed record GatedWithContext(WorkerGate Gate);

/// <summary>The same, for <c>Emit</c>: an asynchronous handler is left to the queue.</summary>
[Event("benchmark.gated-part")]
public sealed record GatedInPart(WorkerGate Gate);
