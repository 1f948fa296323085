namespace EventGen;

/// <summary>A trigger's condition or mapping has thrown. What tells the bus of the change fails with it: a trigger is part of the write.</summary>
public sealed class EntityTriggerException : Exception
{
    internal EntityTriggerException(string eventId, string method, Exception inner)
        : base($"The trigger of event '{eventId}' failed: {method} threw {inner.GetType().Name}: {inner.Message}", inner) => (EventId, Method) = (eventId, method);

    /// <summary>The event's name on the wire.</summary>
    public string EventId { get; }

    /// <summary>The method that threw, with its type; of an event without <c>From</c>, its type and <c>From</c> all the same.</summary>
    public string Method { get; }
}
