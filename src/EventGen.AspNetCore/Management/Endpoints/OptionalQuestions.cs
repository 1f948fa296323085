namespace EventGen.AspNetCore.Management;

/// <summary>
/// The questions to one store for an answer that can do without: all of them together wait no longer than one request for the store alone would. Not thread safe.
/// </summary>
internal sealed class OptionalQuestions : IDisposable
{
    // Each is a query.
    private const int MaxFurther = 100;

    private readonly CancellationToken _aborted;
    private readonly CancellationTokenSource _limit;
    private int _further;

    /// <param name="aborted">Ends the request itself.</param>
    public OptionalQuestions(CancellationToken aborted)
    {
        _aborted = aborted;
        _limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _limit.CancelAfter(ManagementServer.StorePatience);
    }

    /// <summary>The answer; <see langword="null"/> where the store fails, and once it has taken too long.</summary>
    /// <exception cref="OperationCanceledException">The request has ended.</exception>
    public async ValueTask<T?> AskAsync<T>(Func<CancellationToken, ValueTask<T>> ask)
        where T : class
    {
        _aborted.ThrowIfCancellationRequested();
        if (_limit.IsCancellationRequested) return null;
        try
        {
            return await StoreQuestion.AskAsync(ask, _limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!_aborted.IsCancellationRequested)
        {
            // Health says that and why it does not answer.
            return null;
        }
    }

    /// <summary>As <see cref="AskAsync"/>, for one of many: after the first hundred there is no answer either.</summary>
    public ValueTask<T?> AskFurtherAsync<T>(Func<CancellationToken, ValueTask<T>> ask)
        where T : class => ++_further > MaxFurther ? default : AskAsync(ask);

    public void Dispose() => _limit.Dispose();
}
