namespace EventGen.Outbox.Tests;

/// <summary>An event that is not durable.</summary>
[Event("plain")]
public sealed record Plain(string Run, int Number);
