namespace EventGen.Redis;

/// <summary>Bounds how many calls are under way, and for how long anybody waits for one. Thread safe.</summary>
/// <remarks>
/// The client has neither bound: it would queue without end for a server that does not answer. So a call keeps its place
/// until it has really ended, also when its caller has given up.
/// </remarks>
internal sealed class PublishWindow(int size, TimeSpan timeout)
{
    private readonly SemaphoreSlim _room = new(size);

    /// <summary>Makes a call when there is room.</summary>
    /// <exception cref="TimeoutException">There was no room, or no answer, in time.</exception>
    public async ValueTask RunAsync<TState>(Func<TState, Task> call, TState state, CancellationToken cancellationToken)
    {
        if (!_room.Wait(0, CancellationToken.None) && !await _room.WaitAsync(timeout, cancellationToken).ConfigureAwait(false))
            throw new TimeoutException();

        Task running;
        try
        {
            running = call(state);
        }
        catch
        {
            _room.Release();
            throw;
        }

        try
        {
            await running.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (running.IsCompleted) Leave(running);
            else _ = running.ContinueWith(Leave, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Leave(Task ended)
    {
        _ = ended.Exception;   // nobody may be left to see it
        _room.Release();
    }
}
