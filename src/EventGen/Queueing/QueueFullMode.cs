namespace EventGen;

/// <summary>What happens to an event for which the queue has no room.</summary>
public enum QueueFullMode
{
    /// <summary>
    /// The emitter waits: <c>EmitAsync</c> asynchronously, <c>Emit</c> by blocking its thread. A handler waits while another
    /// worker can make room. When every worker waits, one emit after the other is accepted above the capacity.
    /// </summary>
    Wait,

    /// <summary>The emitter gets an <see cref="EventQueueFullException"/>.</summary>
    Reject,

    /// <summary>The event that has waited longest is dropped and counted; the new one is taken.</summary>
    DropOldest,

    /// <summary>The new event is dropped and counted. <c>TryEnqueue</c> returns false instead, and counts nothing: its caller still has the event.</summary>
    DropWrite,
}
