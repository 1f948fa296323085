namespace EventGen.Outbox.Sqlite;

/// <summary>Rows that are written in a transaction of the application.</summary>
internal static class TransactionRows
{
    /// <summary>Writes rows that belong to nobody. From the first statement on the transaction has the write lock.</summary>
    public static void Insert(SqliteDatabase database, StoreSession session, IReadOnlyList<OutboxNewRow> rows)
    {
        if (rows.Count == 0) return;

        // Nearly always all of them are pending: counted at once, and corrected where some are not.
        long number = Counters.Add(database, session, rows.Count, rows.Count, 0);
        var inserter = new RowInserter(database, session);
        foreach (var row in rows) inserter.Insert(row, ++number, origin: null);
        var (pending, scheduled) = inserter.Inserted;
        if (pending != rows.Count || scheduled != 0) Counters.Add(database, session, 0, pending - rows.Count, scheduled);
    }
}
