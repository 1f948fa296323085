namespace EventGen.Outbox.Sqlite;

/// <summary>Something that the writer does in one transaction.</summary>
internal abstract class WriteJob
{
    // 0: waits; 1: has begun; 2: was given up. Changed once, by whoever is first.
    private int _state;

    /// <summary>Takes back what has not begun.</summary>
    public bool TryCancel() => Interlocked.CompareExchange(ref _state, 2, 0) == 0;

    /// <summary>Does it, unless it was taken back.</summary>
    public void Run(SqliteWriter writer)
    {
        if (Interlocked.CompareExchange(ref _state, 1, 0) == 0) Do(writer);
    }

    protected abstract void Do(SqliteWriter writer);
}
