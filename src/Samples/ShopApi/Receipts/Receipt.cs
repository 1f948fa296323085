namespace ShopApi.Receipts;

/// <summary>What a customer gets for an order that is paid.</summary>
internal sealed class Receipt
{
    public int Id { get; private set; }

    public required int OrderId { get; init; }

    public required string Customer { get; init; }

    public required decimal Total { get; init; }
}
