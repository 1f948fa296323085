namespace ShopApi.Orders;

/// <summary>An order was paid.</summary>
[Event, Durable]
[EventTrigger(typeof(Order), nameof(IsPaid))]
internal sealed record OrderPaid([property: EventKey] int OrderId, string Customer, decimal Total) : IOrderEvent
{
    public static bool IsPaid(EntityChange<Order> change) => change.IsChanged(order => order.Status) && change.Entity.Status == OrderStatus.Paid;

    public static OrderPaid From(EntityChange<Order> change) => new(change.Entity.Id, change.Entity.Customer, change.Entity.Total);
}
