namespace EventGen.Tests;

/// <summary>A payload that is a value, handled by run-time subscribers.</summary>
[Event]
public readonly record struct ValuePayloadEvent(long Count);
