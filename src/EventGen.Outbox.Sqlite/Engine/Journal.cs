namespace EventGen.Outbox.Sqlite;

/// <summary>How the file keeps what is not in its pages yet.</summary>
internal static class Journal
{
    /// <summary>Sets the write-ahead log, which the file keeps: readers and the writer do not wait for each other, and a commit is one write to the disk.</summary>
    /// <exception cref="OutboxStoreException">The file system has none of what it needs.</exception>
    public static void EnsureWriteAhead(SqliteDatabase database, string file)
    {
        using var statement = new SqliteStatement(database.Handle, "PRAGMA journal_mode=WAL");
        statement.Step();
        string? mode = statement.Text(0);
        if (mode != "wal")
        {
            throw new OutboxStoreException(
                $"'{file}' cannot use a write-ahead log (its journal is '{mode}'): the outbox needs a local file system.", isTransient: false, mayBeCommitted: false);
        }
    }
}
