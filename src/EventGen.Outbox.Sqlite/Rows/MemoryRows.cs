namespace EventGen.Outbox.Sqlite;

/// <summary>The rows that are delivered from memory, which no index has but that of positions. Used in a transaction.</summary>
internal static class MemoryRows
{
    /// <summary>Those that an epoch has, found in a range that is as small as the queues of the instances.</summary>
    public static List<long> Of(SqliteDatabase database, StoreSession session, long epoch)
    {
        var positions = new List<long>();
        var rows = database[$"SELECT position FROM {session.Names.Outbox} WHERE position >= ? AND position < ? AND state = ?"]
            .Bind(RowPosition.FirstFromMemory(session.Application)).Bind(RowPosition.FirstScheduled(session.Application)).Bind(epoch);
        while (rows.Step()) positions.Add(rows.Int64(0));
        return positions;
    }

    /// <summary>Gives them a place among the rows that wait for a claim. From here on they count as others do.</summary>
    public static void Index(SqliteDatabase database, StoreSession session, IReadOnlyList<long> positions)
    {
        if (positions.Count == 0) return;
        long number = Counters.Add(database, session, positions.Count, positions.Count, 0);
        foreach (long position in positions)
        {
            database[$"UPDATE {session.Names.Outbox} SET position = ? WHERE position = ?"]
                .Bind(RowPosition.Of(session.Application, ++number, isScheduled: false)).Bind(position).Execute();
        }
    }
}
