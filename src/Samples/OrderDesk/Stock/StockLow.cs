namespace OrderDesk.Stock;

/// <summary>The stock of one sku fell under its threshold.</summary>
/// <param name="Sku">What runs low.</param>
/// <param name="Left">How many are left; negative where more were ordered than there were.</param>
[Event("stock.low")]
public sealed record StockLow(string Sku, long Left);
