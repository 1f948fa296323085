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

    /// <summary>Two parts of it, in its order; <see langword="null"/> for what cannot be divided. What is committed together need not be: it only costs less.</summary>
    public (CommitBatch First, CommitBatch Second)? Divide()
    {
        int count = Settlings.Count + Emits.Count;
        bool hasRest = Started.Count > 0 || ReleasedKeys.Count > 0;
        if (count == 0 || (count == 1 && !hasRest)) return null;
        var (first, second) = (new CommitBatch { MayBeCommitted = MayBeCommitted }, new CommitBatch { MayBeCommitted = MayBeCommitted });

        // The rest comes last, as in the store.
        int middle = hasRest ? count : count / 2;
        int settlings = Math.Min(middle, Settlings.Count);
        first.Settlings.AddRange(Settlings.Take(settlings));
        first.Emits.AddRange(Emits.Take(middle - settlings));
        second.Settlings.AddRange(Settlings.Skip(settlings));
        second.Emits.AddRange(Emits.Skip(middle - settlings));
        second.Started.AddRange(Started);
        second.StartedPositions.AddRange(StartedPositions);
        second.ReleasedKeys.AddRange(ReleasedKeys);
        return (first, second);
    }

    /// <summary>Leaves out what an epoch that has ended cannot write.</summary>
    public void KeepEmitsAlone()
    {
        Settlings.Clear();
        Started.Clear();
        StartedPositions.Clear();
        ReleasedKeys.Clear();
    }

    /// <summary>Leaves out those whose callers were refused, and that were not written.</summary>
    public void RemoveRefused() => Emits.RemoveAll(static pending => pending is { IsAnswered: true, MayBeCommitted: false });

    public bool IsEmpty => Emits.Count == 0 && Settlings.Count == 0 && Started.Count == 0 && ReleasedKeys.Count == 0;
}
