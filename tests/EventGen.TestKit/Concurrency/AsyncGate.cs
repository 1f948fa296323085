namespace EventGen.TestKit;

/// <summary>Holds callers where a test wants them, until the test lets them go.</summary>
/// <remarks>
/// The code under test calls <see cref="PassAsync"/> (or <see cref="Pass"/>); the test awaits <see cref="Reached"/>, looks at
/// the world while the callers stand still, and calls <see cref="Open"/>. Thread-safe.
/// </remarks>
/// <param name="expected">How many callers make it reached.</param>
/// <param name="name">What failures call it.</param>
public sealed class AsyncGate(int expected = 1, string name = "gate")
{
    // Continuations never run inside the caller that signals: the test would then run on the stack of the code under test.
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrivals;

    /// <summary>Completes when as many callers as expected have arrived; fails the test when they have not by the deadline.</summary>
    public Task Reached => ReachedWithinAsync(Deadline.Default);

    /// <summary>How many callers have come, whether or not they were let through.</summary>
    public int Arrivals => Volatile.Read(ref _arrivals);

    /// <inheritdoc cref="Reached"/>
    /// <param name="deadline">How long to wait: a real server may take longer than the default.</param>
    public Task ReachedWithinAsync(TimeSpan deadline) =>
        Deadline.WithinAsync(_reached.Task, $"{expected} callers at '{name}' ({Arrivals} had come when the wait began)", deadline);

    /// <summary>Lets everyone through, now and from now on.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>Arrives, and continues when the gate is open.</summary>
    public Task PassAsync(CancellationToken cancellationToken = default)
    {
        Arrive();
        return _open.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Arrives, and holds the thread until the gate is open.</summary>
    /// <exception cref="TimeoutException">Nobody opened it by the deadline.</exception>
    public void Pass()
    {
        Arrive();
        if (!_open.Task.Wait(Deadline.Default)) throw new TimeoutException($"Nobody opened '{name}'.");
    }

    private void Arrive()
    {
        if (Interlocked.Increment(ref _arrivals) == expected) _reached.TrySetResult();
    }
}
