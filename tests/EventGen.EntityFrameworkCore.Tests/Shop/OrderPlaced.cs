namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>A durable event.</summary>
[Event("order.placed"), Durable]
public sealed record OrderPlaced(string Run, int Number);
