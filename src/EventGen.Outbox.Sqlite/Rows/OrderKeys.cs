namespace EventGen.Outbox.Sqlite;

/// <summary>Who holds which order key. Used in a transaction that has the write lock.</summary>
/// <remarks>
/// Holds at each commit: of every key that no other instance holds, the first row that belongs to nobody is not <see cref="RowState.Blocked"/>, so that a
/// claim finds it.
/// </remarks>
internal sealed class OrderKeys(SqliteDatabase database, StoreSession session)
{
    /// <summary>The epoch of the instance that holds a key; <see langword="null"/> when nobody does.</summary>
    public long? Holder(string key) =>
        database[$"SELECT epoch FROM {session.Names.Keys} WHERE application = ? AND order_key = ?"].Bind(session.Application).Bind(key).Scalar();

    /// <summary>Holds a key that nobody holds.</summary>
    public void Take(string key) =>
        database[$"INSERT INTO {session.Names.Keys} (application, order_key, epoch) VALUES (?, ?, ?)"]
            .Bind(session.Application).Bind(key).Bind(session.Epoch).Execute();

    /// <summary>Whether a row of the key belongs to nobody.</summary>
    public bool HasWaiting(string key) =>
        database[$"SELECT 1 FROM {session.Names.Outbox} WHERE application = ? AND order_key = ? AND state IN (-1, -2) LIMIT 1"]
            .Bind(session.Application).Bind(key).Scalar() is not null;

    /// <summary>Whether a new row of the key has to wait: another instance holds the key, or an earlier row belongs to nobody.</summary>
    public bool IsWaitedFor(string key) => HasWaiting(key) || (Holder(key) is { } holder && holder != session.Epoch);

    /// <summary>Frees a key that an epoch holds, and makes its next row one that a claim finds.</summary>
    /// <returns>True when there is a next row.</returns>
    public bool Release(string key, long epoch)
    {
        int removed = database[$"DELETE FROM {session.Names.Keys} WHERE application = ? AND order_key = ? AND epoch = ?"]
            .Bind(session.Application).Bind(key).Bind(epoch).Execute();
        return removed > 0 && Unblock(key);
    }

    /// <summary>Makes the first row of the key that belongs to nobody one that a claim finds.</summary>
    /// <returns>True when there is one.</returns>
    public bool Unblock(string key)
    {
        if (First(key) is not { } position) return false;
        database[$"UPDATE {session.Names.Outbox} SET state = -1 WHERE position = ? AND state = -2"].Bind(position).Execute();
        return true;
    }

    private long? First(string key) =>
        database[$"SELECT position FROM {session.Names.Outbox} WHERE application = ? AND order_key = ? AND state IN (-1, -2) ORDER BY position LIMIT 1"]
            .Bind(session.Application).Bind(key).Scalar();
}
