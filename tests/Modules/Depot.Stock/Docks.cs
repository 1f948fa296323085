using Depot.Contracts;

namespace Depot;

/// <summary>Emits its own project's event from a namespace that is not the project's.</summary>
public sealed class Docks
{
    [Subscribe]
    public void Take(OrderPlaced order)
    {
        Journal.Write(nameof(Docks), order);
        Events.StockTaken.Emit(number: order.Number);
    }

    [Subscribe(Order = 5)]
    public ValueTask LeaveAsync(OrderPlaced order)
    {
        Journal.Write(nameof(Docks), order);
        return default;
    }
}
