namespace EventGen.Outbox.Tests;

/// <summary>A durable event whose handlers begin a transaction and fail.</summary>
[Event("torn"), Durable]
public sealed record Torn(string Run, int Number);
