namespace EventGen;

/// <summary>
/// What the bus has given up on, kept for a replay: a <see cref="Delivery"/> of an event to a handler or publisher, or a
/// <see cref="RejectedMessage"/> that was received. There are no other kinds. Immutable.
/// </summary>
/// <remarks>A store writes every member and reads it back, apart from <see cref="Delivery.Payload"/> and <see cref="Kind"/>, which it can leave out.</remarks>
public abstract partial record DeadLetter
{
    private DeadLetter()
    {
    }

    /// <summary>Which of the kinds it is; a store can filter by it.</summary>
    public abstract DeadLetterKind Kind { get; }

    /// <summary>Identifies the dead letter: a UUID version 7. A replay that fails keeps it.</summary>
    public required Guid Id { get; init; }

    /// <summary>
    /// The event's name on the wire; of a rejected message also a name that the bus does not have. Empty for a message that cannot be read, or whose name of the event has
    /// more than 200 characters, or others than letters and digits of ASCII and <c>. - _ : /</c>.
    /// </summary>
    public required string EventId { get; init; }

    /// <summary>
    /// The name of the handler or publisher that failed; of a rejected message, the name of the publisher that received it.
    /// </summary>
    public required string Target { get; init; }

    /// <summary>
    /// The id of the emission, <see cref="EventContext.Id"/>; the same in all dead letters of one emission. <see cref="Guid.Empty"/> for
    /// a message that cannot be read.
    /// </summary>
    public required Guid EmissionId { get; init; }

    /// <summary>When the event was emitted; for a message that cannot be read, when it was received.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What travelled with the event; of a rejected message, what its sender says.</summary>
    public required EventMetadata Metadata { get; init; }

    /// <summary>How many attempts there have been, replays included.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the first attempt failed.</summary>
    public required DateTimeOffset FirstFailure { get; init; }

    /// <summary>When the last attempt failed.</summary>
    public required DateTimeOffset LastFailure { get; init; }

    /// <summary>
    /// Why: the message of what the last attempt threw; of a rejected message, a sentence that tells nothing of its content.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The <c>error.type</c> that telemetry counts it under.</summary>
    // Internal and abstract, so that no other assembly can derive.
    internal abstract string ErrorType { get; }

    /// <summary>One line for a person: the target, the event, its emission and the reason. No payload and no stack trace.</summary>
    public sealed override string ToString() => $"'{Target}' on '{EventId}' {EmissionId}, after {Attempts} {(Attempts == 1 ? "attempt" : "attempts")}, the last at {LastFailure:u}: {Reason}";
}
