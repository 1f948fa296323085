namespace OrderDesk.Stock;

/// <summary>What is left of one sku. Workers take from it at the same time.</summary>
/// <remarks>
/// Nothing is restocked, so how often a sku falls under the threshold (once or never) depends on the sum of its orders
/// and not on which worker was first: a feed always gives the same number of <see cref="StockLow"/> events.
/// </remarks>
internal sealed class Shelf
{
    public const int OpeningStock = 500;
    public const int Threshold = 50;

    private long _left = OpeningStock;

    /// <summary>Takes from the shelf; what is not there is owed.</summary>
    /// <returns>True for the one order that brought it under the threshold.</returns>
    public bool Take(int quantity, out long left)
    {
        left = Interlocked.Add(ref _left, -quantity);
        return left < Threshold && left + quantity >= Threshold;
    }
}
