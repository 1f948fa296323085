namespace EventGen.Outbox.Sqlite;

/// <inheritdoc/>
internal sealed class WriteJob<T>(Func<SqliteDatabase, T> work) : WriteJob
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
