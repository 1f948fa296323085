namespace EventGen;

/// <summary>What a batch did. Immutable.</summary>
public sealed record OutboxBatchResult
{
    /// <summary>One for each of <see cref="OutboxBatch.Inserts"/>, in their order.</summary>
    public required IReadOnlyList<OutboxInsertResult> Inserts { get; init; }

    /// <summary>One for each of <see cref="OutboxBatch.Settlements"/>, in their order: false where the lease was lost and nothing was written.</summary>
    public required IReadOnlyList<bool> Settlements { get; init; }

    /// <summary>The store's clock; <see langword="null"/> where it did not tell. A claim always tells.</summary>
    public DateTimeOffset? Now { get; init; }
}
