namespace EventGen.Tests;

/// <summary>A keyed event that only run-time subscribers handle.</summary>
[Event]
public sealed record KeyedEvent([property: EventKey] string? Partition, int Number);
