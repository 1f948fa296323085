namespace EventGen;

/// <summary>Bounds how much a transport has under way: calls to its broker, or received messages that the bus has not settled. Thread safe.</summary>
/// <remarks>
/// Compiled into each transport. Clients of brokers queue without a bound for a server that does not answer, and a bus takes received
/// messages without one. So whatever is begun keeps its place until it has really ended, also when nobody waits for it any more.
/// </remarks>
internal sealed class InFlightLimiter
{
    private readonly int _capacity;

    // Who waits for a place, the first to come first. Under itself, as _free.
    private readonly LinkedList<TaskCompletionSource> _waiting = new();

    // None while somebody waits.
    private int _free;

    /// <param name="capacity">How much may be under way; at least 1.</param>
    public InFlightLimiter(int capacity) => _capacity = _free = capacity;

    /// <summary>Takes a place, waiting for one.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; no place was taken.</exception>
    public Task EnterAsync(CancellationToken cancellationToken) => EnterAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc cref="EnterAsync(CancellationToken)"/>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">There was no place in time.</exception>
    public Task EnterAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        return BeginToWait() is { } waiting ? WaitAsync(waiting, limit, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Takes as many places as there are at once.</summary>
    /// <param name="most">At most so many.</param>
    /// <returns>How many were taken.</returns>
    public int TryEnter(int most)
    {
        lock (_waiting)
        {
            int taken = Math.Min(most, _free);
            _free -= taken;
            return taken;
        }
    }

    /// <summary>Takes a place, and blocks while it waits for one.</summary>
    /// <param name="limit">How long at most.</param>
    /// <returns>False when none was taken.</returns>
    public bool TryEnter(TimeSpan limit) => BeginToWait() is not { } waiting || waiting.Value.Task.Wait(limit, CancellationToken.None) || !Withdraw(waiting);

    /// <summary>Gives places back.</summary>
    /// <param name="places">How many; none for 0.</param>
    public void Leave(int places = 1)
    {
        while (places > 0)
        {
            TaskCompletionSource next;
            lock (_waiting)
            {
                if (_waiting.First is not { } first)
                {
                    _free += places;
                    return;
                }

                next = first.Value;
                _waiting.RemoveFirst();
            }

            next.SetResult();
            places--;
        }
    }

    /// <summary>Waits until nothing is under way, or the time is over. Nothing can be begun afterwards.</summary>
    /// <returns>False when the time was over first.</returns>
    public async Task<bool> DrainAsync(TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit, TimeProvider.System);
        try
        {
            for (int i = 0; i < _capacity; i++) await EnterAsync(end.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Null where a place was taken.
    private LinkedListNode<TaskCompletionSource>? BeginToWait()
    {
        lock (_waiting)
        {
            if (_free == 0) return _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _free--;
            return null;
        }
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> waiting, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await waiting.Value.Task.WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It may have got a place in the meantime.
            if (!Withdraw(waiting)) Leave();
            throw;
        }
    }

    private bool Withdraw(LinkedListNode<TaskCompletionSource> waiting)
    {
        lock (_waiting)
        {
            if (waiting.List is null) return false;
            _waiting.Remove(waiting);
            return true;
        }
    }
}
