namespace EventGen;

/// <summary>Handlers, or other code that an emit calls, emit in a circle, or deeper within one another than <c>EventBusOptions.MaxEmitDepth</c> allows.</summary>
public sealed class EmitDepthException : InvalidOperationException
{
    internal EmitDepthException(string eventId, int limit)
        : base($"Event '{eventId}' was emitted within {limit} other emits, each by a handler of the one before: handlers emit in a circle. "
            + "Take one of the emits out, make it EmitAsync, or raise EventBusOptions.MaxEmitDepth.") =>
        EventId = eventId;

    // Of code that the runtime calls, which may not know of which event.
    internal EmitDepthException(int limit)
        : base($"Code that an emit calls, such as a key, a metadata source, a log, an observer or a listener, was to be called within {limit} other such calls: "
            + "it emits in a circle. Do not emit there, or only once.") =>
        EventId = "";

    /// <summary>The event's name on the wire; empty where not a handler emits in a circle, but other code that an emit calls.</summary>
    public string EventId { get; }
}
