namespace EventGen.Outbox.Tests;

/// <summary>A durable event whose handler writes in the outbox's database, and emits another event in the same transaction.</summary>
[Event("booked"), Durable]
public sealed record Booked(string Run, int Number, bool EmitsPlaced = false);
