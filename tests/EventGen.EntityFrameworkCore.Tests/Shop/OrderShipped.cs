namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>A durable event whose handler writes to the database.</summary>
[Event("order.shipped"), Durable]
public sealed record OrderShipped(string Run, string What);
