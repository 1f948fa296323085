using ShopApi.Orders;

namespace ShopApi.Receipts;

/// <summary>A receipt was written. Its parts are those of the receipt, so nothing has to say how it is made.</summary>
[Event, Durable]
[EventTrigger(typeof(Receipt), On = EntityChangeKind.Added)]
internal sealed record ReceiptWritten(int Id, [property: EventKey] int OrderId, string Customer, decimal Total) : IOrderEvent;
