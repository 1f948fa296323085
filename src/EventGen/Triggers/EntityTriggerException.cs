namespace EventGen;

/// <summary>A trigger's condition or mapping has thrown. What tells the bus of the change fails with it: a trigger is part of the write.</summary>
public sealed class EntityTriggerException : Exception
{
    private const string Incomplete =
        " Original has the values of the entity itself, owned and complex ones; its other navigations are null. Read them from Entity, or compare foreign keys.";

    internal EntityTriggerException(string eventId, string method, EntityOriginal? original, Exception inner)
        : base($"The trigger of event '{eventId}' failed: {method} threw {inner.GetType().Name}: {inner.Message}{Hint(original, inner)}", inner) => (EventId, Method) = (eventId, method);

    /// <summary>The event's name on the wire.</summary>
    public string EventId { get; }

    /// <summary>The method that threw, with its type; of an event without <c>From</c>, its type and <c>From</c> all the same.</summary>
    public string Method { get; }

    private static string Hint(EntityOriginal? original, Exception inner) => original is { IsIncomplete: true } && inner is (NullReferenceException or ArgumentNullException) ? Incomplete : "";
}
