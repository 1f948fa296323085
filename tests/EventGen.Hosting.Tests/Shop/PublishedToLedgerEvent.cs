namespace EventGen.Hosting.Tests.Shop;

/// <summary>An event that names the publisher "ledger".</summary>
[Event]
[PublishTo("ledger")]
internal sealed record PublishedToLedgerEvent(int Amount);
