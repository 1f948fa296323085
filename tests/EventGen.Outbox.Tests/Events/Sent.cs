namespace EventGen.Outbox.Tests;

/// <summary>A durable event with a key, with a handler and a publisher.</summary>
[Event("sent"), Durable, PublishTo("broker")]
public sealed record Sent(string Run, [property: EventKey] string Item, int Number);
