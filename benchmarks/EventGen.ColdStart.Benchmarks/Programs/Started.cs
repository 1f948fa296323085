namespace EventGen.ColdStart.Benchmarks.Programs;

/// <summary>The one event.</summary>
[Event]
public sealed record Started(int Number);
