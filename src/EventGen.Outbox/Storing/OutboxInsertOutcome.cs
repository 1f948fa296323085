namespace EventGen;

/// <summary>What became of a new row.</summary>
public enum OutboxInsertOutcome
{
    /// <summary>It is written and leased to this instance.</summary>
    Leased,

    /// <summary>It is written and belongs to nobody: a claim finds it.</summary>
    Waiting,

    /// <summary>It was accepted before.</summary>
    Duplicate,
}
