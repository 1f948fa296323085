namespace EventGen;

/// <summary>How handlers are attempted. What is <see langword="null"/> is left to the next wider setting.</summary>
/// <remarks>
/// The narrowest setting wins: of the handler, of the event, of the bus. At each of these, the options win over the
/// attributes in the code.
/// </remarks>
public class DeliverySettings
{
    private protected DeliverySettings()
    {
    }

    /// <summary>Whether and when a failed handler is attempted again.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public RetryPolicy? Retry { get; set; }

    /// <summary>How long an attempt of a handler may take.</summary>
    /// <value>Default: <see langword="null"/>. From 1 millisecond to 24 days; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan? HandlerTimeout { get; set; }

    /// <summary>Every setting that cannot work, each as a sentence that says what to change.</summary>
    internal virtual IEnumerable<string> ValidationErrors(string name)
    {
        foreach (string fault in Retry?.ValidationErrors($"{name}.{nameof(Retry)}") ?? []) yield return fault;
        if (HandlerTimeout is { } timeout && TimerLimits.Fault($"{name}.{nameof(HandlerTimeout)}", timeout, mayBeZero: false) is { } limit) yield return limit;
    }
}
