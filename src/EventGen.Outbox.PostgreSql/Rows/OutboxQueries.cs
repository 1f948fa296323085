using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>What people ask of the outbox, and tell it.</summary>
internal static class OutboxQueries
{
    // Rows that are due and still count as scheduled, because nobody claims; beyond so many the numbers need not be exact.
    private const int MaxCounted = 10_000;

    // As OutboxRow.StateAt: one that was begun is not scheduled any more, though its next attempt may be later.
    private const string IsScheduled = "(due > clock_timestamp() AND crashes = 0 AND coalesce(length(targets), 0) = 0)";

    public static async ValueTask<OutboxStatus> StatusAsync(NpgsqlConnection connection, StoreSession session, CancellationToken cancellationToken)
    {
        var names = session.Names;
        await using var batch = Sql.Batch(connection);
        batch.Add($"SELECT {BatchSql.UseIndexes}");
        batch.Add(
            $"""
            WITH counted AS (SELECT coalesce(sum(pending), 0)::bigint AS pending, coalesce(sum(scheduled), 0)::bigint AS scheduled FROM {names.Of("counts")} WHERE application = $1),
                due AS (
                    SELECT o.due FROM {names.Routes} AS r CROSS JOIN LATERAL (
                        SELECT due FROM {names.Outbox} WHERE state = -3 AND route = r.id AND due <= (SELECT clock_timestamp()) AND {RowPosition.IsInStateIndex()} ORDER BY due LIMIT {MaxCounted}) AS o
                    WHERE r.application = $1 AND (SELECT scheduled FROM counted) > 0 LIMIT {MaxCounted}),
                memory AS MATERIALIZED (SELECT count(*) AS rows, min(entered) AS oldest FROM {names.Outbox} WHERE position >= $3 AND position < $4)
            SELECT counted.pending + (SELECT count(*) FROM due) + memory.rows, counted.scheduled - (SELECT count(*) FROM due),
                least((SELECT min(due) FROM due), memory.oldest, (SELECT entered FROM {names.Outbox} WHERE position > $2 AND position < $3 ORDER BY position LIMIT 1))
            FROM counted, memory
            """)
            .With(session.Application).With(RowPosition.First(session.Application)).With(RowPosition.FirstFromMemory(session.Application)).With(RowPosition.FirstScheduled(session.Application));
        batch.Add(
            $"""
            WITH memory AS MATERIALIZED (SELECT state AS epoch, count(*) AS rows FROM {names.Outbox} WHERE position >= $2 AND position < $3 GROUP BY state)
            SELECT name,
                (SELECT count(*) FROM {names.Outbox} AS o WHERE o.state = i.epoch AND {RowPosition.IsInStateIndex("o")}) + coalesce((SELECT rows FROM memory WHERE memory.epoch = i.epoch), 0), lease_until
            FROM {names.Instances} AS i WHERE application = $1 ORDER BY epoch
            """)
            .With(session.Application).With(RowPosition.FirstFromMemory(session.Application)).With(RowPosition.FirstScheduled(session.Application));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var status = new OutboxStatus
        {
            Pending = reader.GetInt64(0),
            Scheduled = reader.GetInt64(1),
            Leased = 0,
            OldestPending = reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2),
        };
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var instances = new List<OutboxInstance>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) instances.Add(new OutboxInstance { Name = reader.GetString(0), Leased = reader.GetInt64(1), LeaseUntil = reader.GetFieldValue<DateTimeOffset>(2) });
        return status with { Leased = instances.Sum(static instance => instance.Leased), Instances = instances };
    }

    public static async ValueTask<IReadOnlyList<OutboxRow>> ListAsync(NpgsqlConnection connection, StoreSession session, OutboxFilter filter, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder($"SELECT {ClaimSql.Columns} FROM {session.Names.Outbox} WHERE position > $1 AND position < $2");
        await using var command = Sql.Command(connection, "")
            .With(Math.Max(filter.After ?? 0, RowPosition.First(session.Application))).With(RowPosition.End(session.Application)).With(session.Application).With(filter.Take);
        if (filter.Id is { } id)
        {
            // One of the two has it; the other range is not looked at.
            sql.Append(
                $"""
                 AND position IN (
                    SELECT position FROM {session.Names.Outbox} WHERE application = $3 AND id = $5 AND {RowPosition.IsInIdIndex()}
                    UNION ALL SELECT position FROM {session.Names.Outbox} WHERE position = {RowPosition.OfMemory(session.Application, id)} AND id = $5)
                """);
            Add("id =", NpgsqlDbType.Uuid, id);
        }

        if (filter.EventId is { } eventId)
        {
            Add($"route IN (SELECT id FROM {session.Names.Routes} WHERE application = $3 AND event_id =", NpgsqlDbType.Text, eventId);
            sql.Append(')');
        }

        if (filter.Key is { } key) Add("event_key =", NpgsqlDbType.Text, StoredText.Clean(key));
        sql.Append(filter.State switch
        {
            OutboxEntryState.Leased => " AND state > 0",
            OutboxEntryState.Waiting => $" AND state <= 0 AND NOT {IsScheduled}",
            OutboxEntryState.Scheduled => $" AND state <= 0 AND {IsScheduled}",
            _ => "",
        });
        command.CommandText = sql.Append(" ORDER BY position LIMIT $4").ToString();

        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<OutboxRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) found.Add(RowReader.Read(reader));
        return found;

        void Add(string condition, NpgsqlDbType type, object value)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
            sql.Append(System.Globalization.CultureInfo.InvariantCulture, $" AND {condition} ${command.Parameters.Count}");
        }
    }

    /// <summary>Makes a row due. A scheduled one stays where it is: the next claim lets it enter the order of its key.</summary>
    public static async ValueTask<bool> MakeDueAsync(NpgsqlConnection connection, StoreSession session, Guid id, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(
            connection,
            $"""
            WITH made AS (
                UPDATE {session.Names.Outbox} SET due = clock_timestamp(), entered = CASE WHEN state = -3 THEN clock_timestamp() ELSE entered END
                WHERE application = $1 AND id = $2 AND {RowPosition.IsInIdIndex()} AND state <= 0 AND due > clock_timestamp() RETURNING 1)
            SELECT pg_notify($3, '') FROM made
            """)
            .With(session.Application).With(NpgsqlDbType.Uuid, id).With(NpgsqlDbType.Text, session.Channel);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a row that nobody has leased.</summary>
    public static async ValueTask<bool> CancelAsync(NpgsqlConnection connection, StoreSession session, BatchSql batchSql, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (var begin = Sql.Command(connection, Sql.Begin).With(NpgsqlDbType.Text, session.IdleLimit).With(session.EpochLock)) await begin.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        var (exists, key) = await FindAsync(connection, session, id, cancellationToken).ConfigureAwait(false);
        if (!exists) return false;

        // Whoever marks rows that wait behind this one has the lock of their key: so it is taken, or the holder's is waited for.
        bool hasTaken = false;
        if (key is { } hash)
        {
            await using var batch = Sql.Batch(connection);
            batch.Add($"INSERT INTO {session.Names.Keys} (application, order_hash, epoch) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1")
                .With(session.Application).With(NpgsqlDbType.Uuid, hash).With(session.Epoch);
            batch.Add($"SELECT 1 FROM {session.Names.Keys} WHERE application = $1 AND order_hash = $2 FOR UPDATE").With(session.Application).With(NpgsqlDbType.Uuid, hash);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            hasTaken = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        bool isCancelled;
        await using (var delete = Sql.Command(
            connection,
            $"""
            WITH removed AS (DELETE FROM {session.Names.Outbox} WHERE application = $1 AND id = $2 AND {RowPosition.IsInIdIndex()} AND state <= 0 RETURNING state)
            INSERT INTO {session.Names.Of("counts")} (application, pending, scheduled)
            SELECT $1, CASE WHEN state = -3 THEN 0 ELSE -1 END, CASE WHEN state = -3 THEN -1 ELSE 0 END FROM removed
            """)
            .With(session.Application).With(NpgsqlDbType.Uuid, id))
        {
            isCancelled = await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
        }

        if (hasTaken)
        {
            await using var release = Sql.Command(connection, batchSql.ReleaseKeys)
                .With(session.Epoch).With(session.Application).With(NpgsqlDbType.Text, session.Channel).With(NpgsqlDbType.Array | NpgsqlDbType.Uuid, (Guid[])[key!.Value]);
            await release.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return isCancelled;
    }

    private static async ValueTask<(bool Exists, Guid? Key)> FindAsync(NpgsqlConnection connection, StoreSession session, Guid id, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, $"SELECT CASE WHEN state <> -3 THEN order_hash END FROM {session.Names.Outbox} WHERE application = $1 AND id = $2 AND {RowPosition.IsInIdIndex()} AND state <= 0")
            .With(session.Application).With(NpgsqlDbType.Uuid, id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (true, reader.IsDBNull(0) ? null : reader.GetGuid(0)) : (false, null);
    }
}
