using OrderDesk.Orders;
using OrderDesk.Stock;

namespace OrderDesk.Audit;

/// <summary>What happened at the desk, in numbers. Thread safe.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();   // over all below
    private readonly List<string> _lowStock = [];
    private long _placed;
    private long _rejected;
    private decimal _revenue;

    public long Placed { get { lock (_gate) return _placed; } }

    public long Rejected { get { lock (_gate) return _rejected; } }

    public decimal Revenue { get { lock (_gate) return _revenue; } }

    /// <summary>The skus that ran low, the first first.</summary>
    public IReadOnlyList<string> LowStock { get { lock (_gate) return [.. _lowStock]; } }

    public void Book(OrderPlaced order)
    {
        lock (_gate)
        {
            _placed++;
            _revenue += order.Quantity * order.UnitPrice;
        }
    }

    public void Book(OrderRejected rejection)
    {
        lock (_gate) _rejected++;
    }

    public void Book(StockLow low)
    {
        lock (_gate) _lowStock.Add(low.Sku);
    }
}
