namespace EventGen.AspNetCore.Management;

/// <summary>A question to a store whose asker goes when its time is over, whatever the store does: it may heed no cancellation, or block the thread that asks it.</summary>
internal static class StoreQuestion
{
    /// <summary>Asks, and waits for the answer until the token is cancelled.</summary>
    /// <param name="ask">Asks the store, on a thread of the pool.</param>
    /// <param name="cancellationToken">Ends the wait. The store sees it too.</param>
    public static async Task<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        var answer = Task.Run(() => ask(cancellationToken).AsTask(), CancellationToken.None);
        try
        {
            return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // What it throws later, nobody hears.
            if (!answer.IsCompleted) _ = answer.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
