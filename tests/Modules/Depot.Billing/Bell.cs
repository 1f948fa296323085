using Depot.Contracts;
using Depot.Stock;

namespace Depot;

/// <summary>A handler class, and a handled event, that nobody outside can name.</summary>
internal sealed class Bell
{
    private int _rung;

    [Subscribe]
    internal void Ring(OrderPlaced order) => Journal.Write(nameof(Bell), order);

    [Subscribe]
    internal void Chime(StockTaken taken)
    {
        Journal.Write(nameof(Bell), taken);
        Events.InvoiceWritten.Emit(number: taken.Number);
    }

    [Subscribe]
    internal void Toll(PriceChanged price) => Journal.Write($"{nameof(Bell)} {++_rung}", price);
}
