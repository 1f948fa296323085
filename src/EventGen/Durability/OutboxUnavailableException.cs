namespace EventGen;

/// <summary>The store of the outbox did not answer: the event was not accepted, or nobody knows whether it was.</summary>
public sealed class OutboxUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="eventId">The event's name on the wire.</param>
    /// <param name="id">The id of the emission.</param>
    /// <param name="mayBeCommitted">Whether the event may have been accepted all the same.</param>
    /// <param name="cause">What the store threw; it names no connection string.</param>
    public OutboxUnavailableException(string eventId, Guid id, bool mayBeCommitted, Exception? cause = null)
        : base(
            mayBeCommitted
                ? $"The outbox did not answer: event '{eventId}' may have been accepted. Emit it again under the same id, {id}, and it is accepted once."
                : $"The outbox did not answer: event '{eventId}' was not accepted. Emit it again when the database answers. If this code has a transaction of its own open there, commit it before, or emit in it: EmitAsync(e, transaction).",
            cause) =>
        (EventId, Id, MayBeCommitted) = (eventId, id, mayBeCommitted);

    /// <summary>The event's name on the wire.</summary>
    public string EventId { get; }

    /// <summary>The id of the emission: emitting it again under this id makes no duplicate.</summary>
    public Guid Id { get; }

    /// <summary>True when the event may have been accepted: the answer to its commit was lost.</summary>
    public bool MayBeCommitted { get; }
}
