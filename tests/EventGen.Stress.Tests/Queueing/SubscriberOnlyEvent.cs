namespace EventGen.Stress.Tests.Queueing;

/// <summary>Handled by run-time subscribers only.</summary>
[Event("stress.subscriber-only")]
public sealed record SubscriberOnlyEvent(int Number);
