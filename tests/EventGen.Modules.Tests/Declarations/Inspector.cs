using Depot.Contracts;

namespace Depot.App.Tests;

internal static class Inspector
{
    [Subscribe]
    internal static void Look(Inspection inspection) => Journal.Write(nameof(Inspector), inspection);

    // By its name among the handlers of the program: after Depot.Alarm, before Depot.Bell.
    [Subscribe]
    internal static void Watch(OrderPlaced order) => Journal.Write(nameof(Inspector), order);
}
