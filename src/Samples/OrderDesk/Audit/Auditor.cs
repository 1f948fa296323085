using OrderDesk.Orders;
using OrderDesk.Stock;

namespace OrderDesk.Audit;

/// <summary>Books every event in the ledger.</summary>
internal static class Auditor
{
    [Subscribe(Order = 30)]
    public static void Book(OrderPlaced order, Ledger ledger) => ledger.Book(order);

    [Subscribe(Order = 30)]
    public static void Book(OrderRejected rejection, Ledger ledger) => ledger.Book(rejection);

    [Subscribe(Order = 30)]
    public static void Book(StockLow low, Ledger ledger) => ledger.Book(low);
}
