using EventGen;

namespace Plain;

internal static class Audit
{
    [Subscribe]
    internal static void Log(OrderPlaced order) => Console.WriteLine($"audit: order {order.Number} of {order.Customer}");
}
