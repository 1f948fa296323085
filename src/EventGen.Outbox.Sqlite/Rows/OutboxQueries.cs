using System.Text;

namespace EventGen.Outbox.Sqlite;

/// <summary>What people ask of the outbox, and tell it.</summary>
internal static class OutboxQueries
{
    // Rows that are due and still count as scheduled, because nobody claims; beyond so many the numbers need not be exact.
    private const int MaxCounted = 10_000;

    // As OutboxRow.StateAt: one that was begun is not scheduled any more, though its next attempt may be later.
    private const string IsScheduled = "(due > ?7 AND crashes = 0 AND (targets IS NULL OR length(targets) = 0))";

    public static OutboxStatus Status(SqliteDatabase database, StoreSession session)
    {
        var counters = database[$"SELECT pending, scheduled FROM {session.Names.Applications} WHERE id = ?"].Bind(session.Application);
        counters.Step();
        var (pending, scheduled) = (counters.Int64(0), counters.Int64(1));
        counters.Reset();

        long due = scheduled == 0 ? 0 : database[
            $"""
            SELECT count(*) FROM (
                SELECT 1 FROM {session.Names.Routes} AS route JOIN {session.Names.Outbox} AS waiting ON waiting.state = -3 AND waiting.route = route.id AND {RowPosition.IsInStateIndex("waiting")}
                WHERE route.application = ? AND waiting.due <= ? LIMIT {MaxCounted})
            """]
            .Bind(session.Application).Bind(session.Now).Scalar() ?? 0;
        var fromMemory = database[$"SELECT count(*), min(entered) FROM {session.Names.Outbox} WHERE position >= ? AND position < ?"]
            .Bind(RowPosition.FirstFromMemory(session.Application)).Bind(RowPosition.FirstScheduled(session.Application));
        fromMemory.Step();
        var (delivering, oldest) = (fromMemory.Int64(0), fromMemory.NullableInt64(1));
        fromMemory.Reset();

        var instances = Instances(database, session);
        return new OutboxStatus
        {
            Pending = pending + due + delivering, Scheduled = scheduled - due, Leased = instances.Sum(static instance => instance.Leased),
            OldestPending = Oldest(database, session, oldest, due > 0), Instances = instances,
        };
    }

    public static List<OutboxRow> List(SqliteDatabase database, StoreSession session, OutboxFilter filter)
    {
        string waits = "state <= 0";
        var sql = new StringBuilder($"SELECT {RowReader.Columns} FROM {session.Names.Outbox} WHERE position > ?1 AND position < ?2");
        if (filter.Id is not null)
        {
            sql.Append(
                $"""
                 AND position IN (
                    SELECT position FROM {session.Names.Outbox} WHERE application = ?3 AND id = ?4 AND {RowPosition.IsInIdIndex()}
                    UNION ALL SELECT position FROM {session.Names.Outbox} WHERE position = ?9 AND id = ?4)
                """);
        }

        if (filter.EventId is not null) sql.Append($" AND route IN (SELECT id FROM {session.Names.Routes} WHERE application = ?3 AND event_id = ?5)");
        if (filter.Key is not null) sql.Append(" AND event_key = ?6");
        sql.Append(filter.State switch
        {
            OutboxEntryState.Leased => " AND state > 0",
            OutboxEntryState.Waiting => $" AND {waits} AND NOT {IsScheduled}",
            OutboxEntryState.Scheduled => $" AND {waits} AND {IsScheduled}",
            _ => "",
        });
        sql.Append(" ORDER BY position LIMIT ?8");

        var rows = database[sql.ToString()]
            .Bind(Math.Max(filter.After ?? 0, RowPosition.First(session.Application))).Bind(RowPosition.End(session.Application)).Bind(session.Application);
        rows = filter.Id is { } id ? rows.Bind(id) : rows.BindNull();
        rows.Bind(filter.EventId).Bind(filter.Key).Bind(session.Now).Bind(filter.Take);
        if (filter.Id is { } wanted) rows.Bind(RowPosition.OfMemory(session.Application, wanted));
        var found = new List<OutboxRow>();
        while (rows.Step()) found.Add(RowReader.Read(rows));
        return found;
    }

    /// <summary>Makes a row due; in a transaction.</summary>
    public static bool MakeDue(SqliteDatabase database, StoreSession session, Guid id)
    {
        if (Find(database, session, id) is not var (position, key, state)) return false;
        long now = session.Now;
        if (state != RowState.Scheduled)
        {
            return database[$"UPDATE {session.Names.Outbox} SET due = ? WHERE position = ? AND state <= 0 AND due > ?"].Bind(now).Bind(position).Bind(now).Execute() > 0;
        }

        // It stays where it is: the next claim lets it enter the order of its key, as with any whose time has come.
        return database[$"UPDATE {session.Names.Outbox} SET due = ?, entered = ? WHERE position = ? AND due > ?"].Bind(now).Bind(now).Bind(position).Bind(now).Execute() > 0;
    }

    /// <summary>Removes a row that nobody has leased; in a transaction.</summary>
    public static bool Cancel(SqliteDatabase database, StoreSession session, Guid id)
    {
        if (Find(database, session, id) is not var (position, key, state)) return false;
        if (database[$"DELETE FROM {session.Names.Outbox} WHERE position = ? AND state <= 0"].Bind(position).Execute() == 0) return false;

        bool wasScheduled = state == RowState.Scheduled;
        Counters.Add(database, session, 0, wasScheduled ? 0 : -1, wasScheduled ? -1 : 0);
        if (key is null || wasScheduled) return true;
        var keys = new OrderKeys(database, session);
        if (keys.Holder(key) is null) keys.Unblock(key);
        return true;
    }

    private static List<OutboxInstance> Instances(SqliteDatabase database, StoreSession session)
    {
        var rows = database[
            $"""
            SELECT name,
                (SELECT count(*) FROM {session.Names.Outbox} AS leased WHERE leased.state = instance.epoch AND {RowPosition.IsInStateIndex("leased")})
                    + (SELECT count(*) FROM {session.Names.Outbox} AS leased WHERE leased.position >= ?2 AND leased.position < ?3 AND leased.state = instance.epoch),
                lease_until
            FROM {session.Names.Instances} AS instance WHERE application = ?1 ORDER BY epoch
            """]
            .Bind(session.Application).Bind(RowPosition.FirstFromMemory(session.Application)).Bind(RowPosition.FirstScheduled(session.Application));
        var found = new List<OutboxInstance>();
        while (rows.Step()) found.Add(new OutboxInstance { Name = rows.Text(0)!, Leased = rows.Int64(1), LeaseUntil = StoreTime.Read(rows.Int64(2)) });
        return found;
    }

    private static (long Position, string? Key, long State)? Find(SqliteDatabase database, StoreSession session, Guid id)
    {
        var row = database[$"SELECT position, order_key, state FROM {session.Names.Outbox} WHERE application = ? AND id = ? AND state <= 0 AND {RowPosition.IsInIdIndex()}"]
            .Bind(session.Application).Bind(id);
        (long, string?, long)? found = row.Step() ? (row.Int64(0), row.Text(1), row.Int64(2)) : null;
        row.Reset();
        return found;
    }

    private static DateTimeOffset? Oldest(SqliteDatabase database, StoreSession session, long? fromMemory, bool hasDue)
    {
        long? first = database[$"SELECT entered FROM {session.Names.Outbox} WHERE position > ? AND position < ? ORDER BY position LIMIT 1"]
            .Bind(RowPosition.First(session.Application)).Bind(RowPosition.FirstFromMemory(session.Application)).Scalar();
        long? due = !hasDue ? null : database[
            $"""
            SELECT min((SELECT min(due) FROM {session.Names.Outbox} WHERE state = -3 AND route = route.id AND {RowPosition.IsInStateIndex()})) FROM {session.Names.Routes} AS route WHERE application = ?
            """]
            .Bind(session.Application).Scalar();
        long oldest = Math.Min(Math.Min(first ?? long.MaxValue, fromMemory ?? long.MaxValue), due ?? long.MaxValue);
        return oldest == long.MaxValue ? null : StoreTime.Read(oldest);
    }
}
