namespace EventGen;

/// <summary>The queue had no room for an event, and <see cref="EventBusOptions.WhenQueueFull"/> does not let it wait. Nothing of it was run.</summary>
public sealed class EventQueueFullException : InvalidOperationException
{
    internal EventQueueFullException(string eventId, int capacity, string remedy)
        : base($"The queue has no room for event '{eventId}': it holds its capacity of {capacity}. {remedy}") => EventId = eventId;

    /// <summary>The event that was refused.</summary>
    public string EventId { get; }
}
