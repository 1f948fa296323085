namespace EventGen.Outbox;

/// <summary>Estimates the store's clock from what its answers said and the time that has passed since. Thread safe.</summary>
internal sealed class StoreClock(TimeProvider time)
{
    // Ticks. Interlocked only.
    private long _offset;

    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offset));

    public void Note(DateTimeOffset now) => Volatile.Write(ref _offset, (now - time.GetUtcNow()).Ticks);

    /// <summary>When something is due that is due after a while; never beyond what a date can hold.</summary>
    public DateTimeOffset After(TimeSpan delay)
    {
        var now = Now;
        return delay <= TimeSpan.Zero ? now : delay > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + delay;
    }
}
