using ShopApi.Orders;

namespace ShopApi.Endpoints;

/// <summary>What a client sees of an order, with the numbers of its receipts: none before it is paid, and one afterwards.</summary>
internal sealed record OrderView(int Id, string Customer, decimal Total, OrderStatus Status, IReadOnlyList<int> Receipts)
{
    public static OrderView Of(Order order, IReadOnlyList<int> receipts) => new(order.Id, order.Customer, order.Total, order.Status, receipts);
}
