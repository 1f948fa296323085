namespace EventGen.TestKit;

/// <summary>Lets a number of flows start the next line together, again and again. Thread-safe.</summary>
/// <param name="participants">How many flows meet.</param>
public sealed class AsyncBarrier(int participants)
{
    private readonly Lock _lock = new();

    // Both replaced under _lock, when the last participant of a round arrives.
    private TaskCompletionSource _round = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    /// <summary>Waits until all participants have arrived; fails the test when they have not by the deadline.</summary>
    public Task SignalAndWaitAsync()
    {
        TaskCompletionSource round;
        lock (_lock)
        {
            round = _round;
            if (++_waiting == participants)
            {
                _waiting = 0;
                _round = new(TaskCreationOptions.RunContinuationsAsynchronously);
                round.SetResult();
            }
        }

        return Deadline.WithinAsync(round.Task, $"{participants} participants at the barrier");
    }
}
