namespace EventGen;

/// <summary>What happens to an event for which the queue has no room.</summary>
public enum QueueFullMode
{
    /// <summary>
    /// The emitter waits: <c>EmitAsync</c> asynchronously, <c>Emit</c> by blocking its thread. A handler that a worker
    /// runs never waits, since the worker would wait for itself: its events are taken above the capacity, up to as
    /// many again, and refused beyond that.
    /// </summary>
    Wait,

    /// <summary>The emitter gets an <see cref="EventQueueFullException"/>.</summary>
    Reject,

    /// <summary>The event that has waited longest is dropped and counted; the new one is taken.</summary>
    DropOldest,

    /// <summary>The new event is dropped and counted. <c>TryEnqueue</c> returns false instead, and counts nothing: its caller still has the event.</summary>
    DropWrite,
}
