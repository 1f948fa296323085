using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The routes.</summary>
internal static class RouteTable
{
    private const NpgsqlDbType Array = NpgsqlDbType.Array;

    /// <summary>Adds the missing ones, and notes that an instance has these now.</summary>
    /// <returns>All of the application.</returns>
    public static async ValueTask<IReadOnlyList<OutboxRoute>> SyncAsync(
        NpgsqlConnection connection, StoreSession session, IReadOnlyList<OutboxRouteKey> routes, CancellationToken cancellationToken)
    {
        // Sorted, so that two instances that start at once do not wait for each other.
        var given = routes.Select(static route => (Route: route, Targets: RouteTargets.Write(route.Targets)))
            .Select(static route => (route.Route, route.Targets, Hash: OrderHash.Of($"{route.Route.EventId}\n{route.Route.Version}\n{route.Targets}")))
            .DistinctBy(static route => route.Hash).OrderBy(static route => route.Hash).ToArray();
        await using var batch = Sql.Batch(connection);
        batch.Add(Sql.BelongToEpoch).With(session.EpochLock);
        batch.Add(
            $"""
            INSERT INTO {session.Names.Routes} (application, hash, event_id, version, targets, last_seen)
            SELECT $1, r.hash, r.event_id, r.version, r.targets, clock_timestamp() FROM unnest($2, $3, $4, $5) AS r (hash, event_id, version, targets)
            WHERE NOT EXISTS (SELECT 1 FROM {session.Names.Routes} AS known WHERE known.application = $1 AND known.hash = r.hash)
            ORDER BY r.hash
            ON CONFLICT DO NOTHING
            """)
            .With(session.Application)
            .With(Array | NpgsqlDbType.Uuid, System.Array.ConvertAll(given, static route => route.Hash))
            .With(Array | NpgsqlDbType.Text, System.Array.ConvertAll(given, static route => route.Route.EventId))
            .With(Array | NpgsqlDbType.Integer, System.Array.ConvertAll(given, static route => route.Route.Version))
            .With(Array | NpgsqlDbType.Text, System.Array.ConvertAll(given, static route => route.Targets));

        // What another instance has just noted need not be noted again.
        batch.Add(
            $"""
            UPDATE {session.Names.Routes} SET last_seen = clock_timestamp() WHERE id IN (
                SELECT id FROM {session.Names.Routes} WHERE application = $1 AND hash = ANY($2) AND last_seen < clock_timestamp() - interval '100 milliseconds'
                ORDER BY hash FOR UPDATE SKIP LOCKED)
            """)
            .With(session.Application).With(Array | NpgsqlDbType.Uuid, System.Array.ConvertAll(given, static route => route.Hash));
        batch.Add($"SELECT id, event_id, version, targets, greatest(clock_timestamp() - last_seen, interval '0') FROM {session.Names.Routes} WHERE application = $1 ORDER BY id")
            .With(session.Application);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var all = new List<OutboxRoute>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var key = new OutboxRouteKey(reader.GetString(1), reader.GetInt32(2), RouteTargets.Read(reader.GetString(3)));
            all.Add(new OutboxRoute(reader.GetInt32(0), key, reader.GetFieldValue<TimeSpan>(4)));
        }

        return all;
    }

    /// <summary>Forgets routes that no instance has had for a day and that no row names.</summary>
    public static async ValueTask ForgetAsync(NpgsqlConnection connection, StoreSession session, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(
            connection,
            $"""
            DELETE FROM {session.Names.Routes} AS route WHERE application = $1 AND last_seen < clock_timestamp() - interval '1 day'
                AND NOT EXISTS (
                    SELECT 1 FROM (SELECT unnest(ARRAY[0, -1, -2, -3]::bigint[]) AS state UNION ALL SELECT epoch FROM {session.Names.Instances}) AS s
                    CROSS JOIN LATERAL (SELECT 1 FROM {session.Names.Outbox} AS o WHERE o.state = s.state AND o.route = route.id AND {RowPosition.IsInStateIndex("o")} LIMIT 1) AS waiting)
                AND NOT EXISTS (SELECT 1 FROM {session.Names.Outbox} AS o WHERE o.position >= $2 AND o.position < $3 AND o.route = route.id)
            """)
            .With(session.Application).With(RowPosition.FirstFromMemory(session.Application)).With(RowPosition.FirstScheduled(session.Application));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
