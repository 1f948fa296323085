namespace OrderDesk;

/// <summary>The desk's final numbers.</summary>
internal sealed record Tally
{
    public required long Read { get; init; }

    public required long Placed { get; init; }

    public required long Rejected { get; init; }

    public required long Receipts { get; init; }

    /// <summary>How many orders the publisher has that took the fewest.</summary>
    public required long Published { get; init; }

    public required long StockLow { get; init; }

    public required long Failed { get; init; }

    /// <summary>The line that programs read.</summary>
    public override string ToString() =>
        $"read={Read} placed={Placed} rejected={Rejected} receipts={Receipts} published={Published} stock_low={StockLow} failed={Failed}";
}
