namespace EventGen;

/// <summary>A dead letter as a store keeps it: the columns that a <see cref="DeadLetterFilter"/> asks for, and the rest as it is. Immutable.</summary>
public sealed record OutboxDeadLetter
{
    /// <summary>Identifies the dead letter: a UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>What could not be dealt with.</summary>
    public required DeadLetterKind Kind { get; init; }

    /// <summary>The event's name on the wire; empty for a message of none.</summary>
    public required string EventId { get; init; }

    /// <summary>The name of the handler or publisher.</summary>
    public required string Target { get; init; }

    /// <summary>The id of the emission.</summary>
    public required Guid EmissionId { get; init; }

    /// <summary>The full name of the type of what the last attempt threw; <see langword="null"/> for a message, and where nothing was thrown.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>When the last attempt failed.</summary>
    public required DateTimeOffset LastFailure { get; init; }

    /// <summary>Everything, UTF-8 JSON; the relay's own form.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
