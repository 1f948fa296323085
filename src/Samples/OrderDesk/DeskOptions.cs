using OrderDesk.Publishing;

namespace OrderDesk;

/// <summary>What the command line asks of a day.</summary>
internal sealed record DeskOptions
{
    /// <summary>A path, <c>-</c> for standard input, or <see langword="null"/> for the bundled feed.</summary>
    public string? Feed { get; init; }

    /// <summary>Where published orders go; <see langword="null"/> to count them only.</summary>
    public string? PublishTo { get; init; }

    /// <summary>Where receipts go; <see langword="null"/> to count them only.</summary>
    public string? ReceiptsTo { get; init; }

    /// <summary>Where other desks follow.</summary>
    public required DeskLines Lines { get; init; }

    /// <summary>The SQLite file that keeps accepted orders and receipts; <see langword="null"/> to keep them in memory.</summary>
    public string? Outbox { get; init; }

    /// <summary>How many receipts this process sends before it kills itself; <see langword="null"/> for a normal end.</summary>
    public long? KillAfter { get; init; }

    /// <summary>How long the end of the day waits for what was accepted.</summary>
    public required TimeSpan DrainTimeout { get; init; }
}
