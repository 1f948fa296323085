namespace EventGen;

/// <summary>Bounds how much a transport has under way: calls to its broker, or received messages that the bus has not settled. Thread safe.</summary>
/// <remarks>
/// Compiled into each transport. Clients of brokers queue without a bound for a server that does not answer, and a bus takes received
/// messages without one. So whatever is begun keeps its place until it has really ended, also when nobody waits for it any more.
/// </remarks>
/// <param name="capacity">How much may be under way; at least 1.</param>
internal sealed class InFlightLimiter(int capacity)
{
    private readonly SemaphoreSlim _free = new(capacity);

    /// <summary>Takes a place, waiting for one.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; no place was taken.</exception>
    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    /// <summary>Takes as many places as there are at once.</summary>
    /// <param name="most">At most so many.</param>
    /// <returns>How many were taken.</returns>
    public int TryEnter(int most)
    {
        int taken = 0;
        while (taken < most && _free.Wait(0, CancellationToken.None)) taken++;
        return taken;
    }

    /// <summary>Takes a place, and blocks while it waits for one.</summary>
    /// <param name="limit">How long at most.</param>
    /// <returns>False when none was taken.</returns>
    public bool TryEnter(TimeSpan limit) => _free.Wait(limit, CancellationToken.None);

    /// <summary>Gives places back.</summary>
    /// <param name="places">How many; none for 0.</param>
    public void Leave(int places = 1)
    {
        if (places > 0) _free.Release(places);
    }

    /// <summary>Runs an operation when there is a place for it, and keeps the place until the operation has ended.</summary>
    /// <param name="operation">Begins it.</param>
    /// <param name="state">Passed to it.</param>
    /// <param name="timeout">How long to wait for a place.</param>
    /// <param name="cancellationToken">Ends the wait, for the place or for the end of the operation. An operation that has begun goes on.</param>
    /// <exception cref="TimeoutException">There was no place in time.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask RunAsync<TState>(Func<TState, Task> operation, TState state, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (TryEnter(1) == 0 && !await _free.WaitAsync(timeout, cancellationToken).ConfigureAwait(false)) throw new TimeoutException();
        var running = RunToItsEndAsync(operation, state);
        try
        {
            await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody is left to see how it ends.
            _ = running.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Waits until nothing is under way, or the time is over. Nothing can be begun afterwards.</summary>
    /// <returns>False when the time was over first.</returns>
    public async Task<bool> DrainAsync(TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit, TimeProvider.System);
        try
        {
            for (int i = 0; i < capacity; i++) await _free.WaitAsync(end.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RunToItsEndAsync<TState>(Func<TState, Task> operation, TState state)
    {
        try
        {
            await operation(state).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }
}
