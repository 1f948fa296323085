namespace EventGen;

/// <summary>Attempts a failed handler again; on an event, each of its handlers.</summary>
/// <remarks>
/// Of a handler marked <see cref="SubscribeAttribute"/>, or of an event. Only the handler that failed runs again, never its
/// siblings or the publishers. Calls of <c>InvokeAsync</c> throw what failed and attempt nothing again. Settings that cannot
/// work are build errors. See <see cref="RetryPolicy"/> for what each means. An attempt whose time
/// (<see cref="HandlerTimeoutAttribute"/>) is over may run on, if the handler does not heed its token: the next one waits for its end, and if
/// it does not end, the event becomes a dead letter that says so.
/// </remarks>
/// <param name="attempts">How many attempts there are in all, the first included; at least 1.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class RetryAttribute(int attempts) : Attribute
{
    /// <summary>How many attempts there are in all, the first included.</summary>
    public int Attempts { get; } = attempts;

    /// <summary>The wait before the second attempt, as <c>hh:mm:ss.fff</c>.</summary>
    /// <value>Default: 200 ms. Not negative.</value>
    public string Delay { get; set; } = "00:00:00.200";

    /// <summary>How the wait grows from attempt to attempt.</summary>
    /// <value>Default: <see cref="EventGen.Backoff.Exponential"/>.</value>
    public Backoff Backoff { get; set; } = Backoff.Exponential;

    /// <summary>The longest wait, as <c>hh:mm:ss.fff</c>.</summary>
    /// <value>Default: 30 s. Not below <see cref="Delay"/>, and at most 24 days, the limit of a timer.</value>
    public string MaxDelay { get; set; } = "00:00:30";

    /// <summary>Whether each wait is shortened at random to between half and all of itself.</summary>
    /// <value>Default: true.</value>
    public bool Jitter { get; set; } = true;

    /// <summary>The exceptions after which there is another attempt, derived ones included.</summary>
    /// <value>Default: empty, which is every exception.</value>
    public Type[] On { get; set; } = [];

    /// <summary>The exceptions after which there is none, derived ones included; they win over <see cref="On"/>.</summary>
    /// <value>Default: empty.</value>
    public Type[] Except { get; set; } = [];

    /// <summary>What the wait of a keyed event means for the later events of its key.</summary>
    /// <value>Default: <see cref="KeyOrder.Block"/>.</value>
    public KeyOrder WhileRetrying { get; set; } = KeyOrder.Block;
}
