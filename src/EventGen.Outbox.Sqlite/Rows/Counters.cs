namespace EventGen.Outbox.Sqlite;

/// <summary>What the application's row counts: positions, and how many rows wait. Changed in the transaction that changes the rows.</summary>
internal static class Counters
{
    /// <summary>Changes the counters, which also takes the write lock of a transaction that has not written yet.</summary>
    /// <param name="database">In a transaction.</param>
    /// <param name="session">Whose.</param>
    /// <param name="positions">How many positions are needed.</param>
    /// <param name="pending">By how much the pending rows grow.</param>
    /// <param name="scheduled">By how much the scheduled rows grow.</param>
    /// <returns>The number before the first of the positions.</returns>
    public static long Add(SqliteDatabase database, StoreSession session, long positions, long pending, long scheduled)
    {
        long last = database[
            $"""
            UPDATE {session.Names.Applications} SET last_number = last_number + ?, pending = pending + ?, scheduled = scheduled + ? WHERE id = ?
            RETURNING last_number
            """]
            .Bind(positions).Bind(pending).Bind(scheduled).Bind(session.Application).Scalar() ?? 0;
        return last - positions;
    }
}
