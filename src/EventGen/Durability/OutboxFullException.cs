namespace EventGen;

/// <summary>The outbox holds as many events as it may: the event was not accepted.</summary>
public sealed class OutboxFullException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="eventId">The event's name on the wire.</param>
    /// <param name="limit">How many events may wait.</param>
    public OutboxFullException(string eventId, long limit)
        : base($"Event '{eventId}' was not accepted: the outbox holds {limit} events, its MaxPending. Wait until some are delivered, or raise MaxPending.") =>
        (EventId, Limit) = (eventId, limit);

    /// <summary>The event's name on the wire.</summary>
    public string EventId { get; }

    /// <summary>How many events may wait.</summary>
    public long Limit { get; }
}
