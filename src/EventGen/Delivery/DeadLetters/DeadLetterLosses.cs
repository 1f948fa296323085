namespace EventGen;

/// <summary>The dead letters of one bus that are gone although nobody discarded them. Thread safe.</summary>
/// <param name="time">Tells when the last loss is too old to be of interest.</param>
internal sealed class DeadLetterLosses(TimeProvider time)
{
    // What was lost yesterday is no news, and no act of anybody's brings it back.
    private static readonly TimeSpan s_told = TimeSpan.FromHours(1);

    // Interlocked only.
    private long _count;

    // Written before the count, so that who sees a loss sees when it was.
    private long _last;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Whether the last loss is recent enough to be a problem.</summary>
    public bool AreRecent => Count > 0 && time.GetElapsedTime(Volatile.Read(ref _last)) <= s_told;

    public void Add()
    {
        Volatile.Write(ref _last, time.GetTimestamp());
        Interlocked.Increment(ref _count);
    }
}
