namespace ShopApi.Orders;

/// <summary>What a customer wants. It knows nothing of events: the triggers watch it.</summary>
internal sealed class Order
{
    public int Id { get; private set; }

    public required string Customer { get; init; }

    public required decimal Total { get; init; }

    public OrderStatus Status { get; private set; }

    /// <returns>False when it was paid before.</returns>
    public bool TryPay()
    {
        if (Status == OrderStatus.Paid) return false;
        Status = OrderStatus.Paid;
        return true;
    }
}
