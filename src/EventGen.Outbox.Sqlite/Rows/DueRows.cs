namespace EventGen.Outbox.Sqlite;

/// <summary>The due rows of some states and routes, in the order of their due time, read as far as they are asked for.</summary>
/// <remarks>One cursor for each, so other rows are never read. Change no row before this is disposed.</remarks>
internal sealed class DueRows : IDisposable
{
    private readonly List<SqliteStatement> _cursors = [];
    private readonly PriorityQueue<SqliteStatement, (long Due, long Position)> _next = new();

    public DueRows(SqliteDatabase database, StoreSession session, IReadOnlyList<int> routes, ReadOnlySpan<long> states, long now)
    {
        string sql = $"SELECT position, due, order_key FROM {session.Names.Outbox} WHERE state = ? AND route = ? AND due <= ? AND {RowPosition.IsInStateIndex()} ORDER BY due, position";
        foreach (long state in states)
        {
            foreach (int route in routes)
            {
                // Kept for the next claim.
                var cursor = database[$"{sql} -- {state}, {route}"];
                cursor.Bind(state).Bind(route).Bind(now);
                _cursors.Add(cursor);
                Advance(cursor);
            }
        }
    }

    /// <summary>Takes the next row; false when there is none.</summary>
    public bool TryTake(out long position, out string? orderKey)
    {
        (position, orderKey) = (0, null);
        if (!_next.TryDequeue(out var cursor, out _)) return false;
        (position, orderKey) = (cursor.Int64(0), cursor.Text(2));
        Advance(cursor);
        return true;
    }

    public void Dispose()
    {
        foreach (var cursor in _cursors) cursor.Reset();
    }

    private void Advance(SqliteStatement cursor)
    {
        if (cursor.Step()) _next.Enqueue(cursor, (cursor.Int64(1), cursor.Int64(0)));
    }
}
