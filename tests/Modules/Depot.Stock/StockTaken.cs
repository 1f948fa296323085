using Depot.Contracts;

namespace Depot.Stock;

/// <summary>An order has been taken from the shelf.</summary>
[Event]
public sealed record StockTaken(int Number) : IDepotEvent;
