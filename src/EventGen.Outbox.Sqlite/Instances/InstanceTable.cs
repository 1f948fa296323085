namespace EventGen.Outbox.Sqlite;

/// <summary>The instances of an application, what they hold, and how it is taken from those that have died. Used in a transaction.</summary>
internal static class InstanceTable
{
    /// <summary>The application's number, which it has from its first start on.</summary>
    public static long Application(SqliteDatabase database, TableNames names, string application)
    {
        database[$"INSERT INTO {names.Applications} (name) VALUES (?) ON CONFLICT (name) DO NOTHING"].Bind(application).Execute();
        return database[$"SELECT id FROM {names.Applications} WHERE name = ?"].Bind(application).Scalar()!.Value;
    }

    /// <summary>Begins an epoch of an instance.</summary>
    public static long Begin(SqliteDatabase database, TableNames names, long application, string instance, long leaseUntil) =>
        database[$"INSERT INTO {names.Instances} (application, name, lease_until) VALUES (?, ?, ?) RETURNING epoch"]
            .Bind(application).Bind(instance).Bind(leaseUntil).Scalar()!.Value;

    /// <summary>The other epochs, with the instances they are of.</summary>
    public static List<(long Epoch, string Instance)> Others(SqliteDatabase database, StoreSession session)
    {
        var others = new List<(long, string)>();
        var rows = database[$"SELECT epoch, name FROM {session.Names.Instances} WHERE application = ? AND epoch <> ?"].Bind(session.Application).Bind(session.Epoch);
        while (rows.Step()) others.Add((rows.Int64(0), rows.Text(1)!));
        return others;
    }

    /// <summary>Whether the epoch goes on: nobody has taken it over.</summary>
    public static bool Exists(SqliteDatabase database, StoreSession session) =>
        database[$"SELECT 1 FROM {session.Names.Instances} WHERE epoch = ?"].Bind(session.Epoch).Scalar() is not null;

    /// <summary>Renews a lease; false when the epoch was ended by others.</summary>
    public static bool Renew(SqliteDatabase database, StoreSession session, long leaseUntil) =>
        database[$"UPDATE {session.Names.Instances} SET lease_until = ? WHERE epoch = ?"].Bind(leaseUntil).Bind(session.Epoch).Execute() > 0;

    /// <summary>Ends an epoch: what it holds belongs to nobody.</summary>
    /// <param name="database">In a transaction.</param>
    /// <param name="session">Whose application it is.</param>
    /// <param name="epoch">The epoch that ends.</param>
    /// <param name="crashDelay"><see cref="OutboxStart.CrashDelay"/> where its process has died; <see langword="null"/> where the end is no crash of the rows that it had.</param>
    /// <returns>How many rows it had.</returns>
    public static int End(SqliteDatabase database, StoreSession session, long epoch, TimeSpan? crashDelay)
    {
        MemoryRows.Index(database, session, MemoryRows.Of(database, session, epoch));
        int rows = database[
            $"""
            UPDATE {session.Names.Outbox} SET
                crashes = crashes + (?1 AND (crashes = 0 OR started)),
                due = CASE WHEN ?1 AND started THEN ?2 + ?3 * crashes ELSE due END,
                started = 0,
                state = CASE WHEN order_key IS NULL THEN 0 ELSE -1 END
            WHERE state = ?4 AND {RowPosition.IsInStateIndex()}
            """]
            .Bind(crashDelay is null ? 0 : 1).Bind(session.Now).Bind(crashDelay is { } delay ? StoreTime.From(delay) : 0).Bind(epoch).Execute();

        var keys = new OrderKeys(database, session);
        foreach (string key in KeysOf(database, session, epoch)) keys.Release(key, epoch);
        database[$"DELETE FROM {session.Names.Instances} WHERE epoch = ?"].Bind(epoch).Execute();
        return rows;
    }

    private static List<string> KeysOf(SqliteDatabase database, StoreSession session, long epoch)
    {
        var keys = new List<string>();
        var rows = database[$"SELECT order_key FROM {session.Names.Keys} WHERE application = ? AND epoch = ?"].Bind(session.Application).Bind(epoch);
        while (rows.Step()) keys.Add(rows.Text(0)!);
        return keys;
    }
}
