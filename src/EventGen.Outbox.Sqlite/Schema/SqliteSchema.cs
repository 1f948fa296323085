namespace EventGen.Outbox.Sqlite;

/// <summary>The tables, in steps: each version once it is released stays as it is, and the next one is a script of its own.</summary>
internal static class SqliteSchema
{
    /// <summary>What this version of the store works with.</summary>
    public const int Version = 2;

    public static IReadOnlyList<OutboxScript> Scripts(TableNames names) => [new OutboxScript(1, First(names)), new OutboxScript(2, Second(names))];

    /// <summary>Whether there are tables, of whatever version.</summary>
    public static bool Exists(SqliteDatabase database, TableNames names) => Current(database, names) > 0;

    /// <summary>Creates or upgrades the tables; the transaction of the caller is the lock.</summary>
    /// <exception cref="OutboxStoreException">They cannot be used as they are.</exception>
    public static void Ensure(SqliteDatabase database, TableNames names, string file, bool create)
    {
        long current = Current(database, names);
        if (current > Version)
        {
            throw Unusable(
                $"The tables '{names.Plain("*")}' in '{file}' have version {current}, made by a newer EventGen; this one knows {Version}. "
                + "Update the package EventGen.Outbox.Sqlite of this application, or give it another OutboxOptions.TablePrefix.");
        }

        if (current == Version) return;
        if (!create)
        {
            throw Unusable(
                $"The tables '{names.Plain("*")}' in '{file}' {(current == 0 ? "do not exist" : $"have version {current}, and this EventGen needs {Version}")}. "
                + "Apply the migrations of the context that calls AddEventGenOutbox, run the scripts of SqliteOutbox.GetSchemaScripts, or set OutboxOptions.CreateTables to true.");
        }

        foreach (var script in Scripts(names).Where(script => script.Version > current))
        {
            foreach (string statement in script.Sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                database.Run(statement);
        }
    }

    private static long Current(SqliteDatabase database, TableNames names)
    {
        using var exists = new SqliteStatement(database.Handle, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
        if (exists.Bind(names.Plain("schema")).Scalar() is null) return 0;
        using var version = new SqliteStatement(database.Handle, $"SELECT max(version) FROM {names.Schema}");
        return version.Scalar() ?? 0;
    }

    private static OutboxStoreException Unusable(string message) => new(message, isTransient: false, mayBeCommitted: false);

    // "position" is the rowid. Claims and take-overs use the index "state": the rows of one state, or of one epoch, by route and due time. The index
    // "order" has the rows of a key that belong to nobody, in their order; a row that is delivered from memory never enters it.
    private static string First(TableNames names) =>
        $"""
        CREATE TABLE {names.Schema} (version INTEGER NOT NULL PRIMARY KEY);
        CREATE TABLE {names.Applications} (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            last_number INTEGER NOT NULL DEFAULT 0,
            pending INTEGER NOT NULL DEFAULT 0,
            scheduled INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE {names.Outbox} (
            position INTEGER PRIMARY KEY,
            application INTEGER NOT NULL,
            id BLOB NOT NULL,
            state INTEGER NOT NULL,
            route INTEGER NOT NULL,
            due INTEGER NOT NULL,
            entered INTEGER NOT NULL,
            timestamp INTEGER NOT NULL,
            event_key TEXT,
            order_key TEXT,
            crashes INTEGER NOT NULL DEFAULT 0,
            started INTEGER NOT NULL DEFAULT 0,
            origin INTEGER,
            targets BLOB,
            metadata BLOB,
            payload BLOB);
        CREATE UNIQUE INDEX {names.Of("outbox_id")} ON {names.Outbox} (application, id);
        CREATE INDEX {names.Of("outbox_state")} ON {names.Outbox} (state, route, due);
        CREATE INDEX {names.Of("outbox_order")} ON {names.Outbox} (application, order_key) WHERE order_key IS NOT NULL AND state IN (-1, -2);
        CREATE TABLE {names.Routes} (
            id INTEGER PRIMARY KEY,
            application INTEGER NOT NULL,
            event_id TEXT NOT NULL,
            version INTEGER NOT NULL,
            targets TEXT NOT NULL,
            last_seen INTEGER NOT NULL,
            UNIQUE (application, event_id, version, targets));
        CREATE TABLE {names.Instances} (
            epoch INTEGER PRIMARY KEY AUTOINCREMENT,
            application INTEGER NOT NULL,
            name TEXT NOT NULL,
            lease_until INTEGER NOT NULL);
        CREATE TABLE {names.Keys} (
            application INTEGER NOT NULL,
            order_key TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            PRIMARY KEY (application, order_key)) WITHOUT ROWID;
        CREATE TABLE {names.Inbox} (
            application INTEGER NOT NULL,
            id BLOB NOT NULL,
            target TEXT NOT NULL,
            time INTEGER NOT NULL,
            PRIMARY KEY (application, id, target)) WITHOUT ROWID;
        CREATE INDEX {names.Of("inbox_time")} ON {names.Inbox} (application, time);
        CREATE TABLE {names.DeadLetters} (
            application INTEGER NOT NULL,
            id BLOB NOT NULL,
            kind INTEGER NOT NULL,
            event_id TEXT NOT NULL,
            target TEXT NOT NULL,
            emission_id BLOB NOT NULL,
            exception_type TEXT,
            last_failure INTEGER NOT NULL,
            body BLOB,
            PRIMARY KEY (application, id));
        CREATE INDEX {names.Of("dead_letters_emission")} ON {names.DeadLetters} (application, emission_id);
        INSERT INTO {names.Schema} (version) VALUES (1);
        """;

    // Rows that are delivered from memory are in no index but that of positions. Whoever still runs on the version before has lost its lease, so it opens the tables again, and is told that they are newer.
    private static string Second(TableNames names) =>
        $"""
        DELETE FROM {names.Instances};
        DELETE FROM {names.Keys};
        UPDATE {names.Outbox} SET state = CASE WHEN order_key IS NULL THEN 0 ELSE -1 END, started = 0 WHERE state > 0 OR state = -2;
        DROP INDEX {names.Of("outbox_id")};
        DROP INDEX {names.Of("outbox_state")};
        CREATE UNIQUE INDEX {names.Of("outbox_id")} ON {names.Outbox} (application, id) WHERE {RowPosition.IsInIdIndex()};
        CREATE INDEX {names.Of("outbox_state")} ON {names.Outbox} (state, route, due) WHERE {RowPosition.IsInStateIndex()};
        INSERT INTO {names.Schema} (version) VALUES (2);
        """;
}
