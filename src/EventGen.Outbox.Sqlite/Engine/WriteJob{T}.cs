namespace EventGen.Outbox.Sqlite;

/// <inheritdoc/>
/// <param name="work">What is done.</param>
/// <param name="continuation">Where those go on who wait for it: on a thread of the pool, or on the writer's.</param>
internal sealed class WriteJob<T>(Func<SqliteDatabase, T> work, TaskCreationOptions continuation) : WriteJob
{
    private readonly TaskCompletionSource<T> _result = new(continuation);

    /// <summary>What the work returned, once it is committed.</summary>
    public Task<T> Result => _result.Task;

    protected override void Do(SqliteWriter writer)
    {
        try
        {
            _result.SetResult(writer.InTransaction(work));
        }
        catch (Exception exception)
        {
            _result.SetException(exception);

            // Nobody may be waiting any more.
            _ = _result.Task.Exception;
        }
    }
}
