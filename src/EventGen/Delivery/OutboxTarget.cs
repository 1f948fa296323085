namespace EventGen;

/// <summary>One handler or publisher that has not had an event of the outbox yet. Immutable.</summary>
public sealed record OutboxTarget
{
    /// <summary>The name of the handler or publisher.</summary>
    public required string Name { get; init; }

    /// <summary>How many attempts have failed.</summary>
    public int Attempts { get; init; }

    /// <summary>When the first attempt failed; <see langword="null"/> before.</summary>
    public DateTimeOffset? FirstFailure { get; init; }

    /// <summary>When its next attempt is due; <see langword="null"/> before the first.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The full name of the type and the message of what the last attempt threw; <see langword="null"/> before the first.</summary>
    public string? LastError { get; init; }
}
