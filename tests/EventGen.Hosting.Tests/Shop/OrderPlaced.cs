namespace EventGen.Hosting.Tests.Shop;

/// <summary>The event of the documentation's example configuration.</summary>
[Event("order.placed")]
internal sealed record OrderPlaced(string CustomerId);
