namespace ShopApi.Orders;

/// <summary>A customer placed an order.</summary>
[Event, Durable]
[EventTrigger(typeof(Order), On = EntityChangeKind.Added)]
internal sealed record OrderPlaced([property: EventKey] int OrderId, string Customer, decimal Total) : IOrderEvent
{
    public static OrderPlaced From(EntityChange<Order> change) => new(change.Entity.Id, change.Entity.Customer, change.Entity.Total);
}
