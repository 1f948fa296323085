namespace EventGen;

/// <summary>What a publisher throws that can tell whether an event or the way to its receiver is at fault.</summary>
/// <remarks>
/// Any exception of a publisher is a failed attempt. With <see cref="IsUnreachable"/>, a durable event waits in the outbox until the receiver can be reached,
/// and no attempt of its <see cref="RetryPolicy"/> is used up: a receiver that is away for an hour costs nothing but delay.
/// </remarks>
public class EventPublishException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What failed, without secrets: it is logged and shown.</param>
    /// <param name="isUnreachable">See <see cref="IsUnreachable"/>.</param>
    /// <param name="innerException">What happened, where that may be shown.</param>
    public EventPublishException(string message, bool isUnreachable, Exception? innerException = null)
        : base(message, innerException) => IsUnreachable = isUnreachable;

    /// <summary>
    /// Whether the receiver was not reached, did not answer, or takes nothing from anybody for now. That says nothing of the event; with
    /// <see langword="false"/>, the receiver has refused this one.
    /// </summary>
    public bool IsUnreachable { get; }
}
