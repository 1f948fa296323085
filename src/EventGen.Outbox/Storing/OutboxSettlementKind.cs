namespace EventGen;

/// <summary>What is written for a row that this instance has leased.</summary>
public enum OutboxSettlementKind
{
    /// <summary>Every target is settled: the row is removed.</summary>
    Remove,

    /// <summary>Some targets are settled: the row names those that remain, and stays leased.</summary>
    Keep,

    /// <summary>The row names the targets that remain, belongs to nobody, and is due when it says.</summary>
    Release,
}
