namespace EventGen;

/// <summary>One event that one handler or publisher could not deal with, after its last attempt, or one received message that cannot be handled. Immutable.</summary>
public sealed record DeadLetter
{
    /// <summary>Identifies the dead letter: a UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>What could not be dealt with, which decides what a replay attempts.</summary>
    /// <value>Default: <see cref="DeadLetterKind.Handler"/>.</value>
    public DeadLetterKind Kind { get; init; }

    /// <summary>The event's name on the wire; empty for a message that cannot be read or whose event the bus does not have, whatever name it gives.</summary>
    public required string EventId { get; init; }

    /// <summary>The name of the handler or publisher that failed, or of the publisher that received the message.</summary>
    public required string Handler { get; init; }

    /// <summary>
    /// The id of the emission, <see cref="EventContext.Id"/>; the same in all dead letters of one emission. <see cref="Guid.Empty"/> for
    /// a message that cannot be read.
    /// </summary>
    public required Guid EmissionId { get; init; }

    /// <summary>When the event was emitted; for a message that cannot be read, when it was received.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The event; <see langword="null"/> when the dead letter comes from a store that keeps only <see cref="Json"/>, and for a message.</summary>
    public object? Payload { get; init; }

    /// <summary>The event as UTF-8 JSON; empty when no <c>JsonSerializerContext</c> lists it, or it could not be written, and for a message.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>
    /// The message: as it came where it cannot be read, else as <see cref="EventMessage.ToTransportJson"/> writes it. Empty for
    /// handlers and publishers, and for a message that was empty or too large to be kept.
    /// </summary>
    /// <remarks>Whatever it says was written by others: it need not be text, and is fit for no log as it is.</remarks>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What travelled with the event; of a message, what its sender says.</summary>
    public required EventMetadata Metadata { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the activity in which the event was emitted; <see langword="null"/> when there was none, and for a message, whose <see cref="Content"/> has its own.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The W3C <c>tracestate</c> that belongs to <see cref="TraceParent"/>; <see langword="null"/> when there was none.</summary>
    public string? TraceState { get; init; }

    /// <summary>How many attempts there have been, replays included.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the first attempt failed.</summary>
    public required DateTimeOffset FirstFailure { get; init; }

    /// <summary>When the last attempt failed.</summary>
    public required DateTimeOffset LastFailure { get; init; }

    /// <summary>The full name of the type of what the last attempt threw; empty for a message.</summary>
    public required string ExceptionType { get; init; }

    /// <summary>The message of what the last attempt threw; for a message, what is wrong with it, in a sentence that tells nothing of its content.</summary>
    public required string Message { get; init; }

    /// <summary>The stack trace of what the last attempt threw; empty when it has none.</summary>
    public string StackTrace { get; init; } = "";
}
