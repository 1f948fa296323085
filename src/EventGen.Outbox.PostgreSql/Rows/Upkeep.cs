using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The small steps of the upkeep.</summary>
internal static class Upkeep
{
    private const int PurgeStep = 500;
    private const int FoldStep = 5_000;

    /// <summary>Adds up the changes of the counters: each transaction appends its own, so that no two wait for each other.</summary>
    public static async ValueTask FoldCountersAsync(NpgsqlConnection connection, StoreSession session, CancellationToken cancellationToken)
    {
        string counts = session.Names.Of("counts");
        await using var command = Sql.Command(
            connection,
            $"""
            WITH folded AS (
                DELETE FROM {counts} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {counts} WHERE application = $1 LIMIT {FoldStep} FOR UPDATE SKIP LOCKED)) RETURNING pending, scheduled)
            INSERT INTO {counts} (application, pending, scheduled) SELECT $1, sum(pending), sum(scheduled) FROM folded HAVING count(*) > 0
            """)
            .With(session.Application);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at the next marks that are too old, and removes those that neither a row nor a dead letter needs.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="session">Whose.</param>
    /// <param name="retention">Older ones are too old.</param>
    /// <param name="after">Where the last step ended; a step that found nothing more begins again.</param>
    /// <param name="cancellationToken">Cancels this step. What earlier steps removed stays removed.</param>
    /// <returns>Where this step ended; <see langword="null"/> when there is no more.</returns>
    public static async ValueTask<DateTime?> PurgeInboxAsync(
        NpgsqlConnection connection, StoreSession session, TimeSpan retention, DateTime after, CancellationToken cancellationToken)
    {
        var names = session.Names;

        // Marks of one time are looked at together, or some would be passed over for ever.
        await using var batch = Sql.Batch(connection);
        batch.Add("SELECT clock_timestamp() - $1").With(NpgsqlDbType.Interval, retention);
        batch.Add($"SELECT time FROM {names.Inbox} WHERE application = $1 AND time > $2 AND time < (SELECT clock_timestamp()) - $3 ORDER BY time OFFSET {PurgeStep} LIMIT 1")
            .With(session.Application).With(NpgsqlDbType.TimestampTz, after).With(NpgsqlDbType.Interval, retention);
        DateTime before;
        DateTime? end = null;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            before = reader.GetDateTime(0);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) end = reader.GetDateTime(0);
        }

        await using var delete = Sql.Command(
            connection,
            $"""
            DELETE FROM {names.Inbox} AS old WHERE application = $1 AND time > $2 AND time <= $3
                AND NOT EXISTS (SELECT 1 FROM {names.Outbox} AS kept WHERE kept.application = $1 AND kept.id = old.id AND {RowPosition.IsInIdIndex("kept")})
                AND old.id NOT IN (SELECT m.id FROM {names.Outbox} AS m WHERE m.position >= $4 AND m.position < $5)
                AND NOT EXISTS (SELECT 1 FROM {names.DeadLetters} AS kept WHERE kept.application = $1 AND kept.emission_id = old.id)
            """)
            .With(session.Application).With(NpgsqlDbType.TimestampTz, after).With(NpgsqlDbType.TimestampTz, end ?? before)
            .With(RowPosition.FirstFromMemory(session.Application)).With(RowPosition.FirstScheduled(session.Application));
        await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return end;
    }
}
