namespace EventGen.Hosting.Tests.Shop;

/// <summary>The handler of the documentation's example configuration.</summary>
internal static class Receipts
{
    [Subscribe(Name = "receipts")]
    public static void Send(OrderPlaced order, Journal journal) => journal.Write($"receipt for {order.CustomerId}");
}
