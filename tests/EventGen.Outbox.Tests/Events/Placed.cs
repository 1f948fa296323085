namespace EventGen.Outbox.Tests;

/// <summary>A durable event without a key, with two handlers and a publisher.</summary>
[Event("placed"), Durable, PublishTo("broker")]
public sealed record Placed(string Run, int Number);
