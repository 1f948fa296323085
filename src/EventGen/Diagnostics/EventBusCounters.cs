namespace EventGen;

/// <summary>What a bus counts. Interlocked only.</summary>
internal sealed class EventBusCounters
{
    private long _dropped;
    private long _failed;
    private long _rejected;
    private long _own;
    private long _ignored;

    public long Dropped => Volatile.Read(ref _dropped);

    public long Failed => Volatile.Read(ref _failed);

    public long Rejected => Volatile.Read(ref _rejected);

    public long OwnMessages => Volatile.Read(ref _own);

    public long Ignored => Volatile.Read(ref _ignored);

    public void CountDropped(int count = 1) => Interlocked.Add(ref _dropped, count);

    public void CountFailure() => Interlocked.Increment(ref _failed);

    public void CountRejected() => Interlocked.Increment(ref _rejected);

    public void CountOwnMessage() => Interlocked.Increment(ref _own);

    public void CountIgnored() => Interlocked.Increment(ref _ignored);
}
