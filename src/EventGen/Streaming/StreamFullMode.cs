namespace EventGen;

/// <summary>What happens when an event comes for a stream whose buffer is full.</summary>
public enum StreamFullMode
{
    /// <summary>The event is skipped and counted; the stream goes on with the next one for which there is room.</summary>
    DropWrite,

    /// <summary>
    /// The subscriber is disconnected: the event is counted, nothing follows it, and the reader's loop, once it has read what
    /// was buffered, ends with an <see cref="EventStreamFullException"/>.
    /// </summary>
    Disconnect,

    /// <summary>The event that has waited longest is dropped and counted; the new one is taken.</summary>
    DropOldest,

    /// <summary>
    /// The emitter waits for the reader: <c>Emit</c> by blocking its thread, <c>InvokeAsync</c> and the workers that handle
    /// queued events asynchronously. Everything else that receives the event after the stream waits too.
    /// </summary>
    /// <remarks>
    /// The wait ends when the stream does. A reader that emits the event it reads, from within its loop, may come to wait for
    /// itself: let it use <c>EmitAsync</c>.
    /// </remarks>
    Wait,
}
