namespace EventGen.Stress.Tests.Queueing;

/// <summary>Handled by run-time subscribers only.</summary>
[Event("stress.signal")]
public sealed record Signal(int Number);
