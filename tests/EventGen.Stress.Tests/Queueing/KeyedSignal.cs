namespace EventGen.Stress.Tests.Queueing;

/// <summary>The same, in order by key.</summary>
[Event("stress.keyed-signal")]
public sealed record KeyedSignal([property: EventKey] int Key, int Number);
