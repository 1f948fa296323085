namespace EventGen;

/// <summary>The stream has been disconnected: its buffer was full and <see cref="EventStreamOptions.WhenFull"/> is <see cref="StreamFullMode.Disconnect"/>.</summary>
public sealed class EventStreamFullException : InvalidOperationException
{
    internal EventStreamFullException(string streamed, int capacity)
        : base($"The stream of '{streamed}' has been disconnected: {capacity} events waited for its reader, its capacity, when the next one came. "
            + "Read faster, raise EventStreamOptions.Capacity, or choose another WhenFull.") => Streamed = streamed;

    /// <summary>The id of the event or group that was streamed.</summary>
    public string Streamed { get; }
}
