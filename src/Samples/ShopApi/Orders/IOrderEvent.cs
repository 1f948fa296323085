namespace ShopApi.Orders;

/// <summary>What happens to orders: <c>Events.Order</c> streams all of it.</summary>
[EventGroup("order")]
internal interface IOrderEvent
{
    int OrderId { get; }
}
