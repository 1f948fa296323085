namespace EventGen;

/// <summary>What the relay commits in one transaction. Immutable while the store has it.</summary>
public sealed class OutboxBatch
{
    /// <summary>New rows; those with one key in the order in which they were emitted.</summary>
    public IReadOnlyList<OutboxNewRow> Inserts { get; init; } = [];

    /// <summary>What became of rows that this instance has leased.</summary>
    public IReadOnlyList<OutboxSettlement> Settlements { get; init; } = [];

    /// <summary>Positions of leased rows with crashes that are about to be delivered: they are marked as started, so that the death of this process counts for them.</summary>
    public IReadOnlyList<long> Started { get; init; } = [];

    /// <summary>Order keys of which this instance has nothing left: they are free, and the next row of each can be claimed. Done after the rest of the batch.</summary>
    public IReadOnlyList<string> ReleasedKeys { get; init; } = [];
}
