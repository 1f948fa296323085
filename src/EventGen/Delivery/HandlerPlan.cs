namespace EventGen;

/// <summary>What holds for the attempts of one handler or publisher on one bus, all settings considered.</summary>
/// <param name="Retry">Whether and when there is another attempt.</param>
/// <param name="Timeout">How long one may take; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</param>
internal readonly record struct HandlerPlan(RetryPolicy Retry, TimeSpan Timeout)
{
    /// <summary>True when a failed attempt may be followed by another.</summary>
    public bool MayRetry => Retry.Attempts > 1;

    public bool HasTimeout => Timeout != System.Threading.Timeout.InfiniteTimeSpan;
}
