using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The tables, in steps: each version once it is released stays as it is, and the next one is a script of its own.</summary>
internal static class PostgreSqlSchema
{
    /// <summary>What this version of the store works with.</summary>
    public const int Version = 2;

    public static IReadOnlyList<OutboxScript> Scripts(TableNames names) => [new OutboxScript(1, First(names)), new OutboxScript(2, Second(names))];

    /// <summary>Creates or upgrades the tables under a lock; processes that start at the same time wait for each other.</summary>
    /// <returns>The schema that the tables are in, quoted.</returns>
    /// <exception cref="OutboxStoreException">They cannot be used as they are.</exception>
    public static async ValueTask<string> EnsureAsync(NpgsqlConnection connection, TableNames names, bool create, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        int current = await CurrentAsync(connection, names, cancellationToken).ConfigureAwait(false);
        if (current < Version && create)
        {
            await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock($1)", AdvisoryLock.Key(names, "schema"), cancellationToken).ConfigureAwait(false);
            current = await CurrentAsync(connection, names, cancellationToken).ConfigureAwait(false);
            foreach (var script in Scripts(names).Where(script => script.Version > current))
                await ExecuteAsync(connection, script.Sql, null, cancellationToken).ConfigureAwait(false);
            current = Math.Max(current, Version);
        }

        if (current > Version)
        {
            throw Unusable(
                $"The tables '{names.Plain("*")}' have version {current}, made by a newer EventGen; this one knows {Version}. "
                + "Update the package EventGen.Outbox.PostgreSql of this application, or give it another OutboxOptions.TablePrefix.");
        }

        if (current < Version)
        {
            throw Unusable(
                $"The tables '{names.Plain("*")}' {(current == 0 ? "do not exist" : $"have version {current}, and this EventGen needs {Version}")}. "
                + "Apply the migrations of the context that calls AddEventGenOutbox, run the scripts of PostgreSqlOutbox.GetSchemaScripts, or set OutboxOptions.CreateTables to true.");
        }

        await using var where = new NpgsqlCommand(
            $"SELECT quote_ident(n.nspname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = '{names.Schema}'::regclass", connection);
        string schema = (string)(await where.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return schema;
    }

    private static async ValueTask<int> CurrentAsync(NpgsqlConnection connection, TableNames names, CancellationToken cancellationToken)
    {
        // Not to_regclass, which goes on believing what it saw before the lock.
        await using var exists = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relname = $1 AND n.nspname = ANY (current_schemas(false)))",
            connection);
        exists.Parameters.AddWithValue(names.Plain("schema"));
        if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!) return 0;
        await using var version = new NpgsqlCommand($"SELECT coalesce(max(version), 0) FROM {names.Schema}", connection);
        return (int)(await version.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async ValueTask ExecuteAsync(NpgsqlConnection connection, string sql, long? parameter, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (parameter is { } value) command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static OutboxStoreException Unusable(string message) => new(message, isTransient: false, mayBeCommitted: false);

    // Claims and take-overs use the index "state": the rows of one state, or of one epoch, by route and due time. The index "order" has the rows of a key
    // that belong to nobody, in their order; a row that is delivered from memory never enters it. Keys are in indexes by their hash, for an index entry
    // has at most 2,704 bytes. The outbox is a queue: without frequent vacuuming its indexes would begin with the remains of what was delivered.
    private static string First(TableNames names) =>
        $"""
        CREATE TABLE {names.Schema} (version integer NOT NULL PRIMARY KEY);
        CREATE SEQUENCE {names.Of("positions")} CACHE 1;
        CREATE TABLE {names.Applications} (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL UNIQUE);
        CREATE TABLE {names.Outbox} (
            position bigint PRIMARY KEY,
            application bigint NOT NULL,
            id uuid NOT NULL,
            state bigint NOT NULL,
            route integer NOT NULL,
            due timestamptz NOT NULL,
            entered timestamptz NOT NULL,
            timestamp timestamptz NOT NULL,
            event_key text,
            order_key text,
            order_hash uuid,
            crashes integer NOT NULL DEFAULT 0,
            started boolean NOT NULL DEFAULT false,
            origin bigint,
            targets bytea,
            metadata bytea,
            payload bytea,
            UNIQUE (application, id))
            WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
        CREATE INDEX {names.Of("outbox_state")} ON {names.Outbox} (state, route, due, position);
        CREATE INDEX {names.Of("outbox_order")} ON {names.Outbox} (application, order_hash, position) WHERE order_hash IS NOT NULL AND state IN (-1, -2);
        CREATE TABLE {names.Of("counts")} (
            application bigint NOT NULL,
            pending bigint NOT NULL,
            scheduled bigint NOT NULL)
            WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
        CREATE TABLE {names.Routes} (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            application bigint NOT NULL,
            hash uuid NOT NULL,
            event_id text NOT NULL,
            version integer NOT NULL,
            targets text NOT NULL,
            last_seen timestamptz NOT NULL,
            UNIQUE (application, hash));
        CREATE TABLE {names.Instances} (
            epoch bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            application bigint NOT NULL,
            name text NOT NULL,
            lease_until timestamptz NOT NULL);
        CREATE TABLE {names.Keys} (
            application bigint NOT NULL,
            order_hash uuid NOT NULL,
            epoch bigint NOT NULL,
            PRIMARY KEY (application, order_hash))
            WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
        CREATE TABLE {names.Inbox} (
            application bigint NOT NULL,
            id uuid NOT NULL,
            target text NOT NULL,
            time timestamptz NOT NULL,
            PRIMARY KEY (application, id, target));
        CREATE INDEX {names.Of("inbox_time")} ON {names.Inbox} (application, time);
        CREATE TABLE {names.DeadLetters} (
            application bigint NOT NULL,
            id uuid NOT NULL,
            kind integer NOT NULL,
            event_id text NOT NULL,
            target text NOT NULL,
            emission_id uuid NOT NULL,
            exception_type text,
            last_failure timestamptz NOT NULL,
            body bytea,
            PRIMARY KEY (application, id));
        CREATE INDEX {names.Of("dead_letters_emission")} ON {names.DeadLetters} (application, emission_id);
        INSERT INTO {names.Schema} (version) VALUES (1);
        """;

    // Rows that are delivered from memory are in no index but that of positions. Whoever still runs on the version before has lost its lease, so it opens the tables again, and is told that they are newer.
    private static string Second(TableNames names) =>
        $"""
        DELETE FROM {names.Instances};
        DELETE FROM {names.Keys};
        UPDATE {names.Outbox} SET state = CASE WHEN order_hash IS NULL THEN 0 ELSE -1 END, started = false WHERE state > 0 OR state = -2;
        ALTER TABLE {names.Outbox} DROP CONSTRAINT {names.Of("outbox_application_id_key")};
        DROP INDEX {names.Of("outbox_state")};
        CREATE UNIQUE INDEX {names.Of("outbox_id")} ON {names.Outbox} (application, id) WHERE {RowPosition.IsInIdIndex()};
        CREATE INDEX {names.Of("outbox_state")} ON {names.Outbox} (state, route, due, position) WHERE {RowPosition.IsInStateIndex()};
        INSERT INTO {names.Schema} (version) VALUES (2);
        """;
}
