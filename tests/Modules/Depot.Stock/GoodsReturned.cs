using Depot.Contracts;

namespace Depot.Stock;

/// <summary>Goods have been moved back to their shelf: an event of its own.</summary>
[Event]
public sealed record GoodsReturned(int Number) : GoodsMoved(Number);
