namespace EventGen;

/// <summary>A dead letter on its way to a store. Its task completes when the store has ended its call, or will not be called.</summary>
/// <param name="deadLetter">The dead letter.</param>
internal sealed class PendingDeadLetter(DeadLetter deadLetter) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Waiting = 0;
    private const int Called = 1;
    private const int GivenUp = 2;

    // Interlocked only.
    private int _state;

    public DeadLetter DeadLetter => deadLetter;

    /// <summary>That of the failure: the store belongs to its trace, and to its bus. <see langword="null"/> where the flow is suppressed.</summary>
    public ExecutionContext? Context { get; } = ExecutionContext.Capture();

    /// <summary>The store is about to be called.</summary>
    /// <returns>False when nobody waits for it any more.</returns>
    public bool TryCall() => Interlocked.CompareExchange(ref _state, Called, Waiting) == Waiting;

    /// <summary>Nobody waits for it any more.</summary>
    /// <returns>True when the store has been called, false when it will not be.</returns>
    public bool Leave() => Interlocked.Exchange(ref _state, GivenUp) == Called;
}
