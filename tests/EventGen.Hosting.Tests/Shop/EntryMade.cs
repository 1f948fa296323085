namespace EventGen.Hosting.Tests.Shop;

/// <summary>A published event.</summary>
[Event]
[PublishTo("ledger")]
internal sealed record EntryMade(int Amount);
