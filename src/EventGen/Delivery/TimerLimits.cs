namespace EventGen;

/// <summary>What times a timer can wait.</summary>
internal static class TimerLimits
{
    /// <summary>The longest, of all timers and timed waits that the bus uses: milliseconds in an int.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    // A timer rounds less down to none.
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>What is wrong with a limit, as a sentence; <see langword="null"/> for nothing.</summary>
    /// <param name="name">What it limits.</param>
    /// <param name="limit">The limit; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="mayBeZero">Whether no time at all is a limit.</param>
    public static string? Fault(string name, TimeSpan limit, bool mayBeZero)
    {
        if (limit == Timeout.InfiniteTimeSpan || (mayBeZero && limit == TimeSpan.Zero)) return null;
        if (limit <= TimeSpan.Zero) return $"{name} is {limit}; it must {(mayBeZero ? "not be negative" : "be more than zero")}.";
        if (limit < s_shortest) return $"{name} is {limit}; it must be at least {s_shortest}.";
        return limit > Longest ? $"{name} is {limit}; it must be at most {Longest}, or Timeout.InfiniteTimeSpan for no limit." : null;
    }
}
