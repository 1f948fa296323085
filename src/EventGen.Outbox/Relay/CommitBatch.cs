namespace EventGen.Outbox;

/// <summary>What the loop commits together, kept until it is known what became of it. Used by the loop alone.</summary>
internal sealed class CommitBatch
{
    public List<PendingEmit> Emits { get; } = [];

    public List<Settling> Settlings { get; } = [];

    /// <summary>Claimed events, some of which were taken over before: they run once the store has noted that they are started.</summary>
    public List<LeasedEvent> Started { get; } = [];

    /// <summary>The positions of those of <see cref="Started"/> that were taken over before.</summary>
    public List<long> StartedPositions { get; } = [];

    public List<string> ReleasedKeys { get; } = [];

    /// <summary>True once a commit had no answer: what it says of settlements may be of the first commit.</summary>
    public bool MayBeCommitted { get; set; }

    public bool IsEmpty => Emits.Count == 0 && Settlings.Count == 0 && Started.Count == 0 && ReleasedKeys.Count == 0;
}
