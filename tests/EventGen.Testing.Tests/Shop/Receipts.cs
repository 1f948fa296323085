namespace EventGen.Testing.Tests.Shop;

internal static class Receipts
{
    [Subscribe(Name = "receipts")]
    public static async ValueTask SendAsync(OrderPlaced order)
    {
        await Task.Yield();
        if (order.Total < 0) throw new InvalidOperationException("a negative total");
        await Events.ReceiptSent.EmitAsync(new ReceiptSent(order.Customer));
    }
}
