using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The instances of an application, what they hold, and how it is taken from those that have died.</summary>
internal static class InstanceTable
{
    private const NpgsqlDbType Array = NpgsqlDbType.Array;

    /// <summary>The application's number, which it has from its first start on.</summary>
    public static async ValueTask<long> ApplicationAsync(NpgsqlConnection connection, TableNames names, string application, CancellationToken cancellationToken)
    {
        await using var batch = Sql.Batch(connection);
        batch.Add($"INSERT INTO {names.Applications} (name) VALUES ($1) ON CONFLICT DO NOTHING").With(NpgsqlDbType.Text, application);
        batch.Add($"SELECT id FROM {names.Applications} WHERE name = $1").With(NpgsqlDbType.Text, application);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.GetInt64(0);
    }

    /// <summary>Begins an epoch of an instance.</summary>
    public static async ValueTask<(long Epoch, DateTimeOffset Now)> BeginAsync(
        NpgsqlConnection connection, TableNames names, long application, string instance, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(
            connection,
            $"INSERT INTO {names.Instances} (application, name, lease_until) VALUES ($1, $2, clock_timestamp() + $3) RETURNING epoch, clock_timestamp()")
            .With(application).With(NpgsqlDbType.Text, instance).With(NpgsqlDbType.Interval, lease);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1));
    }

    /// <summary>Renews a lease; false when the epoch was ended by others.</summary>
    public static async ValueTask<bool> RenewAsync(NpgsqlConnection connection, StoreSession session, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, $"UPDATE {session.Names.Instances} SET lease_until = clock_timestamp() + $2 WHERE epoch = $1")
            .With(session.Epoch).With(NpgsqlDbType.Interval, lease);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>The earlier epochs of an instance.</summary>
    public static async ValueTask<List<long>> EarlierAsync(NpgsqlConnection connection, StoreSession session, string instance, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, $"SELECT epoch FROM {session.Names.Instances} WHERE application = $1 AND name = $2 AND epoch <> $3 ORDER BY epoch")
            .With(session.Application).With(NpgsqlDbType.Text, instance).With(session.Epoch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var epochs = new List<long>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) epochs.Add(reader.GetInt64(0));
        return epochs;
    }

    /// <summary>The epochs of others whose lease has run out, with the instances they are of.</summary>
    public static async ValueTask<List<(long Epoch, string Instance)>> ExpiredAsync(NpgsqlConnection connection, StoreSession session, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(
            connection, $"SELECT epoch, name FROM {session.Names.Instances} WHERE application = $1 AND epoch <> $2 AND lease_until < clock_timestamp() ORDER BY epoch")
            .With(session.Application).With(session.Epoch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var epochs = new List<(long, string)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) epochs.Add((reader.GetInt64(0), reader.GetString(1)));
        return epochs;
    }

    /// <summary>
    /// Has the server end the connections on which an epoch may keep something locked: a process that stands still, or a host that has gone, may have sent half of a batch, or half of
    /// a statement of a handler. The server then waits for the rest for as long as the connection lives, and no time limit of PostgreSQL 15 ends that.
    /// </summary>
    /// <remarks>The connection of the instance's name is none of them: its lock says that the process lives. Connections of another user are left, where the server allows no more.</remarks>
    public static ValueTask DisconnectAsync(NpgsqlConnection connection, StoreSession session, long epoch, bool onlyExpired, CancellationToken cancellationToken) =>
        DisconnectAsync(connection, session, epoch, $"EXISTS (SELECT 1 FROM {session.Names.Instances} WHERE epoch = $2{(onlyExpired ? " AND lease_until < clock_timestamp()" : "")})", cancellationToken);

    /// <summary>Does the same for an epoch that has ended: a busy server may come to what was sent only afterwards, and lock something then.</summary>
    public static ValueTask DisconnectStragglersAsync(NpgsqlConnection connection, StoreSession session, long epoch, CancellationToken cancellationToken) =>
        DisconnectAsync(connection, session, epoch, $"NOT EXISTS (SELECT 1 FROM {session.Names.Instances} WHERE epoch = $2)", cancellationToken);

    private static async ValueTask DisconnectAsync(NpgsqlConnection connection, StoreSession session, long epoch, string condition, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(
            connection,
            $"""
            SELECT pg_terminate_backend(activity.pid) FROM pg_locks AS held JOIN pg_stat_activity AS activity ON activity.pid = held.pid
            WHERE held.locktype = 'advisory' AND held.objsubid = 1 AND ((held.classid::bigint << 32) | held.objid::bigint) = $1
                AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND activity.pid <> pg_backend_pid() AND pg_has_role(activity.usesysid, 'USAGE')
                AND {condition}
            """)
            .With(StoreSession.EpochLockOf(session.Names, epoch)).With(epoch);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Whoever takes over waits for what is locked, as long as it may.
        }
    }

    /// <summary>Ends an epoch: what it holds belongs to nobody.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="session">Whose application it is.</param>
    /// <param name="epoch">The epoch that ends.</param>
    /// <param name="onlyExpired">Whether it goes on if its lease was renewed meanwhile.</param>
    /// <param name="crashDelay"><see cref="OutboxStart.CrashDelay"/> where its process has died; <see langword="null"/> where the end is no crash of the rows that it had.</param>
    /// <param name="cancellationToken">Cancels the call, which is one transaction: the epoch then holds what it held.</param>
    /// <returns>How many rows it had.</returns>
    public static async ValueTask<int> EndAsync(
        NpgsqlConnection connection, StoreSession session, long epoch, bool onlyExpired, TimeSpan? crashDelay, CancellationToken cancellationToken)
    {
        var names = session.Names;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

        await using (var begin = Sql.Command(connection, Sql.Begin).With(NpgsqlDbType.Text, session.IdleLimit).With(session.EpochLock)) await begin.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        // Waits for the batches of the instance that are under way; those that come later find their epoch ended.
        string expired = onlyExpired ? " AND lease_until < clock_timestamp()" : "";
        await using (var delete = Sql.Command(connection, $"DELETE FROM {names.Instances} WHERE epoch = $1{expired}").With(epoch))
        {
            if (await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0) return 0;
        }

        Guid[] keys = await LockKeysAsync(connection, names, epoch, cancellationToken).ConfigureAwait(false);
        const string BelongToNobody =
            """
            crashes = crashes + CASE WHEN $2 AND (crashes = 0 OR started) THEN 1 ELSE 0 END,
            due = CASE WHEN $2 AND started THEN clock_timestamp() + $3 * crashes ELSE due END,
            started = false,
            state = CASE WHEN order_hash IS NULL THEN 0 ELSE -1 END
            """;
        int rows = 0;
        await using (var batch = Sql.Batch(connection))
        {
            // Those that were delivered from memory are found in their range, which is as small as the queues of the instances, and get a place among the others.
            batch.Add(
                $"""
                WITH given AS (
                        UPDATE {names.Outbox} SET position = {BatchSql.NextOf(names, "$4")}, {BelongToNobody}
                        WHERE position >= $5 AND position < $6 AND state + 0 = $1 RETURNING 1),
                    counted AS (INSERT INTO {names.Of("counts")} (application, pending, scheduled) SELECT $4, count(*), 0 FROM given HAVING count(*) > 0)
                SELECT count(*) FROM given
                """)
                .With(epoch).With(NpgsqlDbType.Boolean, crashDelay is not null).With(NpgsqlDbType.Interval, crashDelay ?? TimeSpan.Zero)
                .With(session.Application).With(RowPosition.FirstFromMemory(session.Application)).With(RowPosition.FirstScheduled(session.Application));
            batch.Add(
                $"""
                WITH given AS (UPDATE {names.Outbox} SET {BelongToNobody} WHERE state = $1 AND {RowPosition.IsInStateIndex()} RETURNING 1)
                SELECT count(*) FROM given
                """)
                .With(epoch).With(NpgsqlDbType.Boolean, crashDelay is not null).With(NpgsqlDbType.Interval, crashDelay ?? TimeSpan.Zero);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            do
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                rows += (int)reader.GetInt64(0);
            }
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        }

        await using (var batch = Sql.Batch(connection))
        {
            batch.Add(new BatchSql(names).ReleaseKeys).With(epoch).With(session.Application).With(NpgsqlDbType.Text, session.Channel).With(Array | NpgsqlDbType.Uuid, keys);
            batch.Add("SELECT pg_notify($1, '')").With(NpgsqlDbType.Text, session.Channel);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private static async ValueTask<Guid[]> LockKeysAsync(NpgsqlConnection connection, TableNames names, long epoch, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, $"SELECT order_hash FROM {names.Keys} WHERE epoch = $1 ORDER BY order_hash FOR UPDATE").With(epoch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var keys = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) keys.Add(reader.GetGuid(0));
        return [.. keys];
    }
}
