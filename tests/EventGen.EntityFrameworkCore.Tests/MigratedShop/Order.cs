using System.Text.Json.Serialization;
using EventGen;

namespace MigratedShop;

public sealed class Order
{
    public int Id { get; set; }

    public required string Customer { get; set; }
}

#if OUTBOX
[Event, Durable]
[EventTrigger(typeof(Order), On = EntityChangeKind.Added)]
public sealed record OrderPlaced(int Id, string Customer);

public static class Receipts
{
    [Subscribe]
    public static void Send(OrderPlaced placed) => Console.WriteLine($"receipt for order {placed.Id} of {placed.Customer}");
}

[JsonSerializable(typeof(OrderPlaced))]
internal sealed partial class ShopJson : JsonSerializerContext;
#endif
