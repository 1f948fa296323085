namespace EventGen.Outbox.Benchmarks;

/// <summary>What the rows that wait are like.</summary>
internal enum Waiting
{
    /// <summary>Each can be claimed.</summary>
    Free,

    /// <summary>All but some wait behind a key that another instance holds.</summary>
    Blocked,
}
