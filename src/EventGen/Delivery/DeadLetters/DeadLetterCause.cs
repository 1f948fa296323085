namespace EventGen;

/// <summary>Why dead letters are there: those of one event that one handler or publisher failed with one exception. Immutable.</summary>
/// <param name="EventId">The event; empty for messages of none.</param>
/// <param name="Target">The handler or publisher; for rejected messages, the publisher that received them.</param>
/// <param name="Kind">What kind of dead letters they are.</param>
/// <param name="ExceptionType">The exception's full type name; <see langword="null"/> for rejected messages.</param>
/// <param name="Count">How many dead letters.</param>
/// <param name="LastFailure">When the last attempt of any of them failed.</param>
public sealed record DeadLetterCause(string EventId, string Target, DeadLetterKind Kind, string? ExceptionType, long Count, DateTimeOffset LastFailure)
{
    /// <summary>The cause of one dead letter; for stores, which give many to <see cref="DeadLetterSummary.Of"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="deadLetter"/> is <see langword="null"/>.</exception>
    public static DeadLetterCause Of(DeadLetter deadLetter)
    {
        ArgumentNullException.ThrowIfNull(deadLetter);
        return new DeadLetterCause(deadLetter.EventId, deadLetter.Target, deadLetter.Kind, (deadLetter as DeadLetter.Delivery)?.ExceptionType, 1, deadLetter.LastFailure);
    }
}
