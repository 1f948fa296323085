namespace EventGen;

/// <summary>Waits for a call of a client, which goes on when nobody waits any more. Compiled into each transport.</summary>
internal static class BoundedWait
{
    /// <summary>Waits until a call has ended.</summary>
    /// <param name="call">The call.</param>
    /// <param name="limit">How long at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The time was over first.</exception>
    public static async Task ForAsync(Task call, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await call.WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            Ignore(call);
            throw;
        }
    }

    /// <summary>Nobody is told how a call ends: a failure that nobody has seen would count as a fault of the application.</summary>
    public static void Ignore(Task call) =>
        call.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
