namespace EventGen.Redis;

/// <summary>Bounds how many calls are under way, and for how long anybody waits to make one. Thread safe.</summary>
/// <remarks>
/// The client would queue without end for a server that does not answer. So a call keeps its place until it has really ended,
/// also when its caller has given up; the client ends it when its time is over.
/// </remarks>
internal sealed class PublishWindow(int size, TimeSpan timeout)
{
    private readonly SemaphoreSlim _room = new(size);

    /// <summary>Makes a call when there is room.</summary>
    /// <exception cref="TimeoutException">There was no room in time.</exception>
    public async ValueTask RunAsync<TState>(Func<TState, Task> call, TState state, CancellationToken cancellationToken)
    {
        if (!_room.Wait(0, CancellationToken.None) && !await _room.WaitAsync(timeout, cancellationToken).ConfigureAwait(false))
            throw new TimeoutException();

        var running = RunToItsEndAsync(call, state);
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

    private async Task RunToItsEndAsync<TState>(Func<TState, Task> call, TState state)
    {
        try
        {
            await call(state).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }
}
