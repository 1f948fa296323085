namespace EventGen;

/// <summary>Selects dead letters: those to which every value applies that is not <see langword="null"/>. Immutable.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Every dead letter.</summary>
    public static DeadLetterFilter All { get; } = new();

    /// <summary>Of this kind.</summary>
    public DeadLetterKind? Kind { get; init; }

    /// <summary>Of this event; empty for messages of none.</summary>
    public string? EventId { get; init; }

    /// <summary>Whose <see cref="DeadLetter.Target"/> has this name.</summary>
    public string? Target { get; init; }

    /// <summary>Of this emission; <see cref="DeadLetter.EmissionId"/>.</summary>
    public Guid? EmissionId { get; init; }

    /// <summary>That failed with an exception of this full type name; no rejected messages.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>Whose last attempt failed at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whose last attempt failed before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether the filter lets a dead letter through; for stores.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="deadLetter"/> is <see langword="null"/>.</exception>
    public bool Matches(DeadLetter deadLetter)
    {
        ArgumentNullException.ThrowIfNull(deadLetter);
        return (Kind is null || Kind == deadLetter.Kind)
            && (EventId is null || EventId == deadLetter.EventId)
            && (Target is null || Target == deadLetter.Target)
            && (EmissionId is null || EmissionId == deadLetter.EmissionId)
            && (ExceptionType is null || ExceptionType == (deadLetter as DeadLetter.Delivery)?.ExceptionType)
            && !(deadLetter.LastFailure < Since)
            && !(deadLetter.LastFailure >= Before);
    }
}
