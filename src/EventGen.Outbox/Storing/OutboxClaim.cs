namespace EventGen;

/// <summary>What a claim leased. Immutable.</summary>
public sealed record OutboxClaim
{
    /// <summary>The rows; those of one order key in the order in which they are to be delivered.</summary>
    public required IReadOnlyList<OutboxRow> Rows { get; init; }

    /// <summary>True when there may be more rows that are due: claiming again is worthwhile.</summary>
    public required bool HasMore { get; init; }

    /// <summary>When the next row of these routes is due; <see langword="null"/> when none is known.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>The store's clock.</summary>
    public required DateTimeOffset Now { get; init; }
}
