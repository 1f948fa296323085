namespace EventGen.Outbox.Sqlite;

/// <summary>
/// Which instance replays or removes a dead letter: it has a key of the dead letter's id in the table of keys, which is freed at the end of its epoch. Used in a transaction.
/// </summary>
internal static class DeadLetterClaims
{
    /// <summary>Takes a dead letter; false when another instance has it.</summary>
    public static bool Claim(SqliteDatabase database, StoreSession session, Guid id)
    {
        if (!InstanceTable.Exists(database, session))
        {
            throw new OutboxStoreException(
                "This instance has lost its lease and is about to get a new one. Nothing was changed; do it again in a few seconds.", isTransient: true, mayBeCommitted: false);
        }

        database[$"INSERT INTO {session.Names.Keys} (application, order_key, epoch) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"]
            .Bind(session.Application).Bind(KeyOf(id)).Bind(session.Epoch).Execute();
        return HolderOf(database, session, id) == session.Epoch;
    }

    /// <summary>Gives a dead letter back; false when this instance does not have it.</summary>
    public static bool Release(SqliteDatabase database, StoreSession session, Guid id) =>
        database[$"DELETE FROM {session.Names.Keys} WHERE application = ? AND order_key = ? AND epoch = ?"]
            .Bind(session.Application).Bind(KeyOf(id)).Bind(session.Epoch).Execute() > 0;

    /// <summary>Removes a dead letter that no other instance has; false when one has, or there is none.</summary>
    public static bool Remove(SqliteDatabase database, StoreSession session, Guid id)
    {
        if (HolderOf(database, session, id) is { } holder && holder != session.Epoch) return false;
        bool isRemoved = database[$"DELETE FROM {session.Names.DeadLetters} WHERE application = ? AND id = ?"].Bind(session.Application).Bind(id).Execute() > 0;
        Release(database, session, id);
        return isRemoved;
    }

    private static long? HolderOf(SqliteDatabase database, StoreSession session, Guid id) =>
        database[$"SELECT epoch FROM {session.Names.Keys} WHERE application = ? AND order_key = ?"].Bind(session.Application).Bind(KeyOf(id)).Scalar();

    // An order key of the application that is the same would only wait for the end of the replay.
    private static string KeyOf(Guid id) => $"eventgen dead letter {id:N}";
}
