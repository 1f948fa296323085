namespace EventGen.Outbox.Conformance;

/// <summary>An event that is not durable.</summary>
[Event("test.postcard.seen")]
[EventTrigger(typeof(Postcard))]
internal sealed record PostcardSeen(int Number);
