namespace EventGen.Outbox.Sqlite;

/// <summary>The marks of what was accepted and handled.</summary>
internal static class InboxTable
{
    private const int PurgeStep = 500;

    /// <summary>Whether a mark is there.</summary>
    public static bool Has(SqliteDatabase database, StoreSession session, OutboxMark mark) =>
        database[$"SELECT 1 FROM {session.Names.Inbox} WHERE application = ? AND id = ? AND target = ?"]
            .Bind(session.Application).Bind(mark.Id).Bind(mark.Target).Scalar() is not null;

    /// <summary>Writes a mark; false when it is there already.</summary>
    public static bool Mark(SqliteDatabase database, StoreSession session, OutboxMark mark, long now) =>
        database[$"INSERT INTO {session.Names.Inbox} (application, id, target, time) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"]
            .Bind(session.Application).Bind(mark.Id).Bind(mark.Target).Bind(now).Execute() > 0;

    /// <summary>Looks at the next marks that are too old, and removes those that neither a row nor a dead letter needs.</summary>
    /// <param name="database">In a transaction.</param>
    /// <param name="session">Whose.</param>
    /// <param name="before">Older ones are too old.</param>
    /// <param name="after">Where the last step ended; a step that found nothing more begins again.</param>
    /// <returns>Where this step ended; <see langword="null"/> when there is no more.</returns>
    public static long? Purge(SqliteDatabase database, StoreSession session, long before, long after)
    {
        // Marks of one time are looked at together, or some would be passed over for ever.
        long? end = database[$"SELECT time FROM {session.Names.Inbox} WHERE application = ? AND time > ? AND time < ? ORDER BY time LIMIT 1 OFFSET {PurgeStep}"]
            .Bind(session.Application).Bind(after).Bind(before).Scalar();
        database[
            $"""
            DELETE FROM {session.Names.Inbox} WHERE (application, id, target) IN (
                SELECT application, id, target FROM {session.Names.Inbox} AS old
                WHERE application = ?1 AND time > ?2 AND time <= ?3
                    AND NOT EXISTS (SELECT 1 FROM {session.Names.Outbox} AS kept WHERE kept.application = ?1 AND kept.id = old.id AND {RowPosition.IsInIdIndex("kept")})
                    AND id NOT IN (SELECT id FROM {session.Names.Outbox} WHERE position >= ?4 AND position < ?5)
                    AND NOT EXISTS (SELECT 1 FROM {session.Names.DeadLetters} AS kept WHERE kept.application = ?1 AND kept.emission_id = old.id))
            """]
            .Bind(session.Application).Bind(after).Bind(end ?? (before - 1))
            .Bind(RowPosition.FirstFromMemory(session.Application)).Bind(RowPosition.FirstScheduled(session.Application)).Execute();
        return end;
    }
}
