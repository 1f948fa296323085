namespace EventGen;

/// <summary>Attempts a failed handler again; on an event, each of its handlers.</summary>
/// <remarks>
/// Of a handler marked <see cref="SubscribeAttribute"/>, or of an event. Only the handler that failed runs again, never its
/// siblings or the publishers. Calls of <c>InvokeAsync</c> throw what failed and attempt nothing again. Settings that cannot
/// work are build errors. See <see cref="RetryPolicy"/> for what each means.
/// </remarks>
/// <param name="attempts">How many attempts there are in all, the first included; at least 1.</param>
/// <param name="delay">The wait before the second attempt, as <c>hh:mm:ss.fff</c>.</param>
/// <param name="backoff">How the wait grows.</param>
/// <param name="maxDelay">The longest wait.</param>
/// <param name="jitter">Whether each wait is shortened at random to between half and all of itself.</param>
/// <param name="on">The exceptions after which there is another attempt; all when left out.</param>
/// <param name="except">The exceptions after which there is none.</param>
/// <param name="whileRetrying">What the wait of a keyed event means for the later events of its key.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class RetryAttribute(
    int attempts,
    string delay = "00:00:00.200",
    Backoff backoff = Backoff.Exponential,
    string maxDelay = "00:00:30",
    bool jitter = true,
    Type[]? on = null,
    Type[]? except = null,
    KeyOrder whileRetrying = KeyOrder.Block) : Attribute
{
    /// <summary>How many attempts there are in all.</summary>
    public int Attempts { get; } = attempts;

    /// <summary>The wait before the second attempt.</summary>
    public string Delay { get; } = delay;

    /// <summary>How the wait grows.</summary>
    public Backoff Backoff { get; } = backoff;

    /// <summary>The longest wait.</summary>
    public string MaxDelay { get; } = maxDelay;

    /// <summary>Whether waits are shortened at random.</summary>
    public bool Jitter { get; } = jitter;

    /// <summary>The exceptions after which there is another attempt; empty for all.</summary>
    public Type[] On { get; } = on ?? [];

    /// <summary>The exceptions after which there is none.</summary>
    public Type[] Except { get; } = except ?? [];

    /// <summary>What the wait of a keyed event means for the later events of its key.</summary>
    public KeyOrder WhileRetrying { get; } = whileRetrying;
}
