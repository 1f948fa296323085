namespace EventGen.Testing.Tests.Shop;

internal static class Audit
{
    [Subscribe(Name = "audit", Order = -1)]
    public static void Note(OrderPlaced order) => GC.KeepAlive(order);
}
