namespace EventGen;

/// <summary>How a stream buffers, and which events.</summary>
/// <typeparam name="T">What is streamed: an event, or the interface of a group.</typeparam>
public sealed class EventStreamOptions<T> : EventStreamOptions
{
    /// <summary>The stream gets only the events for which this returns true; the others take no room in its buffer.</summary>
    /// <remarks>
    /// Called with each event where a synchronous handler would be, so it should be quick. What it throws is reported like a
    /// handler's failure, and the stream does not get the event.
    /// </remarks>
    /// <value>Default: <see langword="null"/>, all events.</value>
    public Func<T, bool>? Filter { get; set; }

    private protected override Delegate? AnyFilter => Filter;
}
