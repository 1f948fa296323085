namespace EventGen.Stress.Tests.Subscriptions;

/// <summary>Noted by run-time subscribers.</summary>
[Event("stress.noted")]
public sealed record Noted(int Number);
