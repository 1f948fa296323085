namespace EventGen.Outbox;

/// <summary>What the loop commits together, kept until it is known what became of it. Used by the loop alone.</summary>
internal sealed class CommitBatch
{
    public List<PendingEmit> Emits { get; } = [];

    public List<Settling> Settlings { get; } = [];

    /// <summary>Suspects, and events that had to wait for them: they run once the store has noted which suspects are started.</summary>
    public List<LeasedEvent> Started { get; } = [];

    /// <summary>The positions of the suspects among <see cref="Started"/>.</summary>
    public List<long> StartedPositions { get; } = [];

    public List<string> ReleasedKeys { get; } = [];

    /// <summary>True once a commit had no answer: what it says of settlements may be of the first commit.</summary>
    public bool MayBeCommitted { get; set; }

    /// <summary>Has an event run when this is committed.</summary>
    public void Start(LeasedEvent leased)
    {
        Started.Add(leased);
        if (leased.Crashes > 0) StartedPositions.Add(leased.Position);
    }

    public bool IsEmpty => Emits.Count == 0 && Settlings.Count == 0 && Started.Count == 0 && ReleasedKeys.Count == 0;
}
