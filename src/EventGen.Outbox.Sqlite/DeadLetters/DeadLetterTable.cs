using System.Text;

namespace EventGen.Outbox.Sqlite;

/// <summary>The dead letters. Writing is done in a transaction.</summary>
internal static class DeadLetterTable
{
    private const int NoLimit = -1;
    private const string Columns = "id, kind, event_id, target, emission_id, exception_type, last_failure, body";

    /// <summary>Keeps a dead letter; one of the same id is replaced.</summary>
    public static void Put(SqliteDatabase database, StoreSession session, OutboxDeadLetter deadLetter) =>
        database[
            $"""
            INSERT INTO {session.Names.DeadLetters} (application, {Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (application, id) DO UPDATE SET kind = excluded.kind, event_id = excluded.event_id, target = excluded.target,
                emission_id = excluded.emission_id, exception_type = excluded.exception_type, last_failure = excluded.last_failure, body = excluded.body
            """]
            .Bind(session.Application).Bind(deadLetter.Id).Bind((long)deadLetter.Kind).Bind(deadLetter.EventId).Bind(deadLetter.Target)
            .Bind(deadLetter.EmissionId).Bind(deadLetter.ExceptionType).Bind(StoreTime.From(deadLetter.LastFailure)).Bind(deadLetter.Body).Execute();

    public static OutboxDeadLetter? Find(SqliteDatabase database, StoreSession session, Guid id)
    {
        var row = database[$"SELECT {Columns} FROM {session.Names.DeadLetters} WHERE application = ? AND id = ?"].Bind(session.Application).Bind(id);
        var found = row.Step() ? Read(row) : null;
        row.Reset();
        return found;
    }

    public static long Count(SqliteDatabase database, StoreSession session) =>
        database[$"SELECT count(*) FROM {session.Names.DeadLetters} WHERE application = ?"].Bind(session.Application).Scalar() ?? 0;

    public static List<OutboxDeadLetter> List(SqliteDatabase database, StoreSession session, DeadLetterFilter filter, int skip, int take)
    {
        var rows = Select(database, session, Columns, filter, " ORDER BY id LIMIT ?9 OFFSET ?10").Bind(take).Bind(skip);
        var found = new List<OutboxDeadLetter>();
        while (rows.Step()) found.Add(Read(rows));
        return found;
    }

    public static List<Guid> ListIds(SqliteDatabase database, StoreSession session, DeadLetterFilter filter, Guid? after, int take)
    {
        var rows = Select(database, session, "id", filter, after is null ? " ORDER BY id LIMIT ?9" : " AND id > ?10 ORDER BY id LIMIT ?9").Bind(take);
        if (after is { } id) rows.Bind(id);
        var found = new List<Guid>();
        while (rows.Step()) found.Add(rows.Id(0));
        return found;
    }

    public static List<DeadLetterCause> ListCauses(SqliteDatabase database, StoreSession session, DeadLetterFilter filter)
    {
        const string Cause = "event_id, target, kind, exception_type";
        var rows = Select(database, session, $"{Cause}, count(*), max(last_failure)", filter, $" GROUP BY {Cause} LIMIT ?9").Bind(NoLimit);
        var found = new List<DeadLetterCause>();
        while (rows.Step()) found.Add(new DeadLetterCause(rows.Text(0) ?? "", rows.Text(1) ?? "", (DeadLetterKind)rows.Int64(2), rows.Text(3), rows.Int64(4), StoreTime.Read(rows.Int64(5))));
        return found;
    }

    // Further parameters are from ?9 on. There is at least one: a statement has as many parameters as its highest number, and those of the filter are bound whether they occur or not.
    private static SqliteStatement Select(SqliteDatabase database, StoreSession session, string columns, DeadLetterFilter filter, string end)
    {
        var sql = new StringBuilder($"SELECT {columns} FROM {session.Names.DeadLetters} WHERE application = ?1");
        if (filter.Kind is not null) sql.Append(" AND kind = ?2");
        if (filter.EventId is not null) sql.Append(" AND event_id = ?3");
        if (filter.Target is not null) sql.Append(" AND target = ?4");
        if (filter.ExceptionType is not null) sql.Append(" AND exception_type = ?5");
        if (filter.Since is not null) sql.Append(" AND last_failure >= ?6");
        if (filter.Before is not null) sql.Append(" AND last_failure < ?7");
        if (filter.EmissionId is not null) sql.Append(" AND emission_id = ?8");
        return database[sql.Append(end).ToString()]
            .Bind(session.Application).Bind((long?)filter.Kind).Bind(filter.EventId).Bind(filter.Target).Bind(filter.ExceptionType)
            .Bind(filter.Since is { } since ? StoreTime.From(since) : (long?)null).Bind(filter.Before is { } before ? StoreTime.From(before) : (long?)null)
            .Bind(filter.EmissionId);
    }

    private static OutboxDeadLetter Read(SqliteStatement row) => new()
    {
        Id = row.Id(0),
        Kind = (DeadLetterKind)row.Int64(1),
        EventId = row.Text(2) ?? "",
        Target = row.Text(3) ?? "",
        EmissionId = row.Id(4),
        ExceptionType = row.Text(5),
        LastFailure = StoreTime.Read(row.Int64(6)),
        Body = row.Blob(7),
    };
}
