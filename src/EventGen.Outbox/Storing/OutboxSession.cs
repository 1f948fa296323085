namespace EventGen;

/// <summary>What an opened store is. Immutable.</summary>
public sealed record OutboxSession
{
    /// <summary>The name of this instance.</summary>
    public required string Instance { get; init; }

    /// <summary>Identifies this start of the instance among all of the application that ever were. At least 1.</summary>
    public required long Epoch { get; init; }

    /// <summary>How many rows an earlier epoch of this instance had left.</summary>
    public int TakenBack { get; init; }

    /// <summary>The store's clock.</summary>
    public required DateTimeOffset Now { get; init; }
}
