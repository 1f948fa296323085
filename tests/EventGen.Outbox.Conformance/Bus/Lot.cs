namespace EventGen.Outbox.Conformance;

/// <summary>A durable event with a key, of whose handlers one lets later events of the key pass while it waits for another attempt, and one does not.</summary>
[Event("test.lot"), Durable]
internal sealed record Lot(string Run, [property: EventKey] string Item, int Number);
