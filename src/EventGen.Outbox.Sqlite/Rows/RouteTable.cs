namespace EventGen.Outbox.Sqlite;

/// <summary>The routes. Used in a transaction.</summary>
internal static class RouteTable
{
    // Longer than any instance goes without a word of its routes.
    private static readonly long s_forgetAfter = TimeSpan.FromDays(1).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Adds the missing ones, and notes that an instance has these now.</summary>
    /// <returns>All of the application.</returns>
    public static List<OutboxRoute> Sync(SqliteDatabase database, StoreSession session, IReadOnlyList<OutboxRouteKey> routes)
    {
        long now = session.Now;
        foreach (var route in routes)
        {
            database[
                $"""
                INSERT INTO {session.Names.Routes} (application, event_id, version, targets, last_seen) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (application, event_id, version, targets) DO UPDATE SET last_seen = excluded.last_seen
                """]
                .Bind(session.Application).Bind(route.EventId).Bind(route.Version).Bind(RouteTargets.Write(route.Targets)).Bind(now).Execute();
        }

        var all = new List<OutboxRoute>();
        var rows = database[$"SELECT id, event_id, version, targets, last_seen FROM {session.Names.Routes} WHERE application = ? ORDER BY id"].Bind(session.Application);
        while (rows.Step())
        {
            var key = new OutboxRouteKey(rows.Text(1)!, (int)rows.Int64(2), RouteTargets.Read(rows.Text(3)!));
            all.Add(new OutboxRoute((int)rows.Int64(0), key, StoreTime.Read(now) - StoreTime.Read(Math.Min(now, rows.Int64(4)))));
        }

        return all;
    }

    /// <summary>Forgets routes that no instance has had for long and that no row names.</summary>
    public static void Forget(SqliteDatabase database, StoreSession session)
    {
        var old = new List<long>();
        var rows = database[$"SELECT id FROM {session.Names.Routes} WHERE application = ? AND last_seen < ?"].Bind(session.Application).Bind(session.Now - s_forgetAfter);
        while (rows.Step()) old.Add(rows.Int64(0));
        foreach (long route in old)
        {
            database[
                $"""
                DELETE FROM {session.Names.Routes} WHERE id = ?1
                    AND NOT EXISTS (
                        SELECT 1 FROM (SELECT 0 AS state UNION ALL VALUES (-1), (-2), (-3) UNION ALL SELECT epoch FROM {session.Names.Instances}) AS states
                        JOIN {session.Names.Outbox} AS waiting ON waiting.state = states.state AND waiting.route = ?1 AND {RowPosition.IsInStateIndex("waiting")})
                    AND NOT EXISTS (SELECT 1 FROM {session.Names.Outbox} WHERE position >= ?2 AND position < ?3 AND route = ?1)
                """]
                .Bind(route).Bind(RowPosition.FirstFromMemory(session.Application)).Bind(RowPosition.FirstScheduled(session.Application)).Execute();
        }
    }
}
