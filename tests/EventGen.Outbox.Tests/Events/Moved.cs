namespace EventGen.Outbox.Tests;

/// <summary>A durable event with a key, whose handler is attempted three times.</summary>
[Event("moved"), Durable]
public sealed record Moved(string Run, [property: EventKey] string Item, int Number);
