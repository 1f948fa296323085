using Depot.Billing;
using Depot.Contracts;

namespace Depot;

internal static class Clerk
{
    [Subscribe]
    internal static void Note(OrderPlaced order) => Journal.Write(nameof(Clerk), order);

    [Subscribe]
    internal static void File(InvoiceWritten invoice)
    {
        Journal.Write(nameof(Clerk), invoice);
        Events.DayClosed.Emit(orders: invoice.Number);
    }

    [Subscribe]
    internal static void Leave(App.DayClosed day) => Journal.Write(nameof(Clerk), day);
}
