namespace EventGen;

/// <summary>One event that one handler or publisher could not deal with, after its last attempt. Immutable.</summary>
public sealed record DeadLetter
{
    /// <summary>Identifies the letter: a UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's name on the wire.</summary>
    public required string EventId { get; init; }

    /// <summary>The handler's name, or, where <see cref="IsPublisher"/>, the publisher's.</summary>
    public required string Handler { get; init; }

    /// <summary>True when a publisher failed, false when a handler did.</summary>
    public bool IsPublisher { get; init; }

    /// <summary>The id of the emission, <see cref="EventContext.Id"/>; the same in all letters of one emission.</summary>
    public required Guid EmissionId { get; init; }

    /// <summary>When the event was emitted.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The event; <see langword="null"/> when the letter comes from a store that keeps only <see cref="Json"/>.</summary>
    public object? Payload { get; init; }

    /// <summary>The event as UTF-8 JSON; empty when no <c>JsonSerializerContext</c> lists it, or it could not be written.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>What travelled with the event.</summary>
    public required EventMetadata Metadata { get; init; }

    /// <summary>How many attempts there have been, replays included.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the first attempt failed.</summary>
    public required DateTimeOffset FirstFailure { get; init; }

    /// <summary>When the last attempt failed.</summary>
    public required DateTimeOffset LastFailure { get; init; }

    /// <summary>The full name of the type of what the last attempt threw.</summary>
    public required string ExceptionType { get; init; }

    /// <summary>The message of what the last attempt threw.</summary>
    public required string Message { get; init; }

    /// <summary>The stack trace of what the last attempt threw; empty when it has none.</summary>
    public string StackTrace { get; init; } = "";
}
