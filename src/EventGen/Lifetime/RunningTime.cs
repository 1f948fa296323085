namespace EventGen;

/// <summary>Time that passes while the process runs. Thread safe.</summary>
/// <remarks>
/// A process may stand still for seconds, since its machine is suspended or moved, or has no processor left for it. Whoever had to end in that time could not. So of a pause a moment counts, however
/// long it was. A pause shows as the time between two looks: somebody has to look often, as the thread does that watches a stop.
/// </remarks>
/// <param name="time">What measures.</param>
internal sealed class RunningTime(TimeProvider time)
{
    // What counts between two looks at most.
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(250);

    private readonly object _look = new();

    // Under _look.
    private long _lookedAt = time.GetTimestamp();
    private TimeSpan _elapsed;

    /// <summary>How long the process has run since this was made.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_look)
            {
                long now = time.GetTimestamp();
                var since = time.GetElapsedTime(_lookedAt, now);
                _lookedAt = now;
                return _elapsed += since < s_moment ? since : s_moment;
            }
        }
    }
}
