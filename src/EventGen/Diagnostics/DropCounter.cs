namespace EventGen;

/// <summary>Counts what a full queue has dropped of one event. Thread safe.</summary>
/// <param name="bus">The counters of the bus.</param>
/// <param name="eventId">The event.</param>
internal sealed class DropCounter(EventBusCounters bus, string eventId)
{
    // Interlocked only.
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Add()
    {
        Interlocked.Increment(ref _count);
        bus.CountDropped();
        Telemetry.CountDropped(eventId);
    }
}
