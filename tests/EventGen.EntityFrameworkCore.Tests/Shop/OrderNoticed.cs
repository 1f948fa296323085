namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>An event that is not durable.</summary>
[Event("order.noticed")]
public sealed record OrderNoticed(string Run, int Number);
