using System.Collections.Concurrent;
using OrderDesk.Orders;

namespace OrderDesk.Stock;

/// <summary>Takes what was ordered off the shelves.</summary>
internal sealed class StockKeeper
{
    private readonly ConcurrentDictionary<string, Shelf> _lists = new();

    [Subscribe(Order = 10)]
    public void Take(OrderPlaced order)
    {
        var shelf = _lists.GetOrAdd(order.Sku, static _ => new Shelf());
        if (shelf.Take(order.Quantity, out long left)) Events.StockLow.Emit(order.Sku, left);
    }
}
