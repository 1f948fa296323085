using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>
/// Which instance replays or removes a dead letter: it has the dead letter's id in the table of keys, which is freed at the end of its epoch. No hash of an order key is such an id.
/// </summary>
internal static class DeadLetterClaims
{
    /// <summary>Takes a dead letter; false when another instance has it.</summary>
    public static async ValueTask<bool> ClaimAsync(NpgsqlConnection connection, StoreSession session, Guid id, CancellationToken cancellationToken)
    {
        await using var batch = Sql.Batch(connection);
        AddClaim(batch, session, id);
        batch.Add($"SELECT 1 FROM {session.Names.Keys} WHERE application = $1 AND order_hash = $2 AND epoch = $3").WithClaim(session, id);
        var (hasLease, isTaken) = await ReadAsync(batch, cancellationToken).ConfigureAwait(false);
        return hasLease ? isTaken : throw new OutboxStoreException(
            "This instance has lost its lease and is about to get a new one. Nothing was changed; do it again in a few seconds.", isTransient: true, mayBeCommitted: false);
    }

    /// <summary>Gives a dead letter back.</summary>
    public static async ValueTask<bool> ReleaseAsync(NpgsqlConnection connection, StoreSession session, Guid id, CancellationToken cancellationToken)
    {
        await using var batch = Sql.Batch(connection);
        batch.Add(Release(session)).WithClaim(session, id);
        return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Removes a dead letter that no other instance has; false when one has, or there is none.</summary>
    public static async ValueTask<bool> RemoveAsync(NpgsqlConnection connection, StoreSession session, Guid id, CancellationToken cancellationToken)
    {
        await using var batch = Sql.Batch(connection);
        AddClaim(batch, session, id);
        batch.Add(
            $"""
            DELETE FROM {session.Names.DeadLetters} WHERE application = $1 AND id = $2
                AND NOT EXISTS (SELECT 1 FROM {session.Names.Keys} WHERE application = $1 AND order_hash = $2 AND epoch <> $3)
            RETURNING 1
            """).WithClaim(session, id);
        batch.Add(Release(session)).WithClaim(session, id);
        return (await ReadAsync(batch, cancellationToken).ConfigureAwait(false)).Answer;
    }

    // The lock on the instance's row keeps a take-over waiting. The insert waits for one of another instance that is under way, and the next statement sees what it has become.
    private static void AddClaim(NpgsqlBatch batch, StoreSession session, Guid id)
    {
        batch.Add($"SELECT 1, pg_advisory_xact_lock_shared($2) FROM {session.Names.Instances} WHERE epoch = $1 FOR KEY SHARE").With(session.Epoch).With(session.EpochLock);
        batch.Add(
            $"""
            INSERT INTO {session.Names.Keys} (application, order_hash, epoch) SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM {session.Names.Instances} WHERE epoch = $3)
            ON CONFLICT DO NOTHING
            """).WithClaim(session, id);
    }

    private static string Release(StoreSession session) => $"DELETE FROM {session.Names.Keys} WHERE application = $1 AND order_hash = $2 AND epoch = $3";

    private static NpgsqlBatchCommand WithClaim(this NpgsqlBatchCommand command, StoreSession session, Guid id) =>
        command.With(session.Application).With(NpgsqlDbType.Uuid, id).With(session.Epoch);

    // Two statements have rows: whether the lease is there, and the answer. The batch is one transaction.
    private static async ValueTask<(bool HasLease, bool Answer)> ReadAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        bool hasLease = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        bool answer = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
            // An error of a later statement is thrown here.
        }

        return (hasLease, answer);
    }
}
