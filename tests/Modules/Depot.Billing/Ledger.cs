using Depot.Contracts;

namespace Depot;

public static class Ledger
{
    [Subscribe(Order = -5)]
    public static void Open(OrderPlaced order) => Journal.Write(nameof(Ledger), order);

    [Subscribe(Order = 10)]
    public static Task CloseAsync(OrderPlaced order)
    {
        Journal.Write(nameof(Ledger), order);
        return Task.CompletedTask;
    }
}
