namespace EventGen;

/// <summary>What a bus counts. Interlocked only.</summary>
internal sealed class EventBusCounters
{
    private long _dropped;
    private long _failed;

    public long Dropped => Volatile.Read(ref _dropped);

    public long Failed => Volatile.Read(ref _failed);

    public void CountDropped() => Interlocked.Increment(ref _dropped);

    public void CountFailure() => Interlocked.Increment(ref _failed);
}
