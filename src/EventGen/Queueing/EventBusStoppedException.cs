namespace EventGen;

/// <summary>The bus has stopped, or is stopping, and takes no more events. Nothing of the event was run.</summary>
public sealed class EventBusStoppedException : InvalidOperationException
{
    internal EventBusStoppedException(string eventId)
        : base($"The bus has stopped and takes no more events; {(eventId.Length == 0 ? "a message" : $"'{eventId}'")} was refused. Emit before StopAsync, or on a bus that is running.") =>
        EventId = eventId;

    /// <summary>The event that was refused; empty for a message of none.</summary>
    public string EventId { get; }
}
