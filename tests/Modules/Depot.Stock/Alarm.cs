using Depot.Contracts;

namespace Depot;

internal static class Alarm
{
    [Subscribe]
    internal static void Ring(OrderPlaced order) => Journal.Write(nameof(Alarm), order);

    [Subscribe]
    internal static void Silence(Stock.ShelfEmptied shelf) => Journal.Write(nameof(Alarm), shelf);
}
