namespace EventGen.Stress.Tests.Queueing;

/// <summary>The same, in order by key.</summary>
[Event("stress.subscriber-only-keyed")]
public sealed record SubscriberOnlyKeyedEvent([property: EventKey] int Key, int Number);
