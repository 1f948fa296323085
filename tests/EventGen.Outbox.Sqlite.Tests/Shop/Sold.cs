namespace EventGen.Outbox.Sqlite.Tests.Shop;

/// <summary>A durable event with one handler.</summary>
[Event("sold"), Durable]
internal sealed record Sold(string Run, int Number);
