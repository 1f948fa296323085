namespace EventGen;

/// <summary>Handlers emit in a circle, or deeper within one another than <see cref="EventBusOptions.MaxEmitDepth"/> allows.</summary>
public sealed class EmitDepthException : InvalidOperationException
{
    internal EmitDepthException(string eventId, int limit)
        : base($"Event '{eventId}' was emitted within {limit} other emits, each by a handler of the one before: handlers emit in a circle. "
            + $"Take one of the emits out, make it EmitAsync, or raise {nameof(EventBusOptions)}.{nameof(EventBusOptions.MaxEmitDepth)}.") =>
        EventId = eventId;

    /// <summary>The event's name on the wire.</summary>
    public string EventId { get; }
}
