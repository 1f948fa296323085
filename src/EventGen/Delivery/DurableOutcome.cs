namespace EventGen;

/// <summary>What an attempt of one target of a durable event came to. Immutable.</summary>
public sealed record DurableOutcome
{
    /// <summary>The target has had the event.</summary>
    public static DurableOutcome Delivered { get; } = new() { Kind = DurableOutcomeKind.Delivered };

    /// <summary>The process does not have the target.</summary>
    public static DurableOutcome Unknown { get; } = new() { Kind = DurableOutcomeKind.Unknown };

    /// <summary>The attempt does not count.</summary>
    public static DurableOutcome Interrupted { get; } = new() { Kind = DurableOutcomeKind.Interrupted };

    /// <summary>What it came to.</summary>
    public required DurableOutcomeKind Kind { get; init; }

    /// <summary>Of a <see cref="DurableOutcomeKind.Retry"/>: what is to be kept of the target's attempts, without its due time.</summary>
    public OutboxTarget? Target { get; init; }

    /// <summary>Of a <see cref="DurableOutcomeKind.Retry"/>: how long from now the next attempt is due.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Of a <see cref="DurableOutcomeKind.Retry"/>: what the wait means for the later events of its key.</summary>
    public KeyOrder WhileRetrying { get; init; }

    /// <summary>Of a <see cref="DurableOutcomeKind.DeadLettered"/>: the dead letter.</summary>
    public DeadLetter? DeadLetter { get; init; }
}
