namespace EventGen.Outbox;

/// <summary>Estimates the store's clock from what its last answer said and the time that has passed since. Thread safe.</summary>
/// <remarks>The time that has passed is not read from the wall clock, which may jump: whatever it does here, the store's clock decides what is due.</remarks>
internal sealed class StoreClock(TimeProvider time)
{
    private volatile Reading _last = new(time.GetUtcNow(), time.GetTimestamp());

    public DateTimeOffset Now
    {
        get
        {
            var last = _last;
            return last.Time + time.GetElapsedTime(last.Timestamp);
        }
    }

    public void Note(DateTimeOffset now) => _last = new Reading(now, time.GetTimestamp());

    /// <summary>When something is due that is due after a while; never beyond what a date can hold.</summary>
    public DateTimeOffset After(TimeSpan delay)
    {
        var now = Now;
        return delay <= TimeSpan.Zero ? now : delay > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + delay;
    }

    private sealed record Reading(DateTimeOffset Time, long Timestamp);
}
