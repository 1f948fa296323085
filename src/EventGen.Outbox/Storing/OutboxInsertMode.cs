namespace EventGen;

/// <summary>How a new row meets one that may exist.</summary>
public enum OutboxInsertMode
{
    /// <summary>The id is new: a store need not look whether it has been accepted before.</summary>
    New,

    /// <summary>
    /// The id may have been accepted before: a row, a dead letter of one of the emission's deliveries, or an inbox mark of it makes the row a duplicate. A dead letter of the kind
    /// <see cref="DeadLetterKind.RejectedMessage"/> does not: that message was never accepted. Of a row that this instance has leased, the answer has the position: the answer to its
    /// insert may have been lost.
    /// </summary>
    Repeat,

    /// <summary>The event was received, or is written under an id of its emitter's in a handler's transaction: as <see cref="Repeat"/>, and its acceptance leaves an inbox mark (with an empty target).</summary>
    Received,
}
