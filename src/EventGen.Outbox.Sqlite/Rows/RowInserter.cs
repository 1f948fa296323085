namespace EventGen.Outbox.Sqlite;

/// <summary>Writes new rows. Used in one transaction that has the write lock.</summary>
internal sealed class RowInserter(SqliteDatabase database, StoreSession session)
{
    private readonly OrderKeys _keys = new(database, session);
    private readonly long _now = session.Now;
    private SqliteStatement? _insert;

    // What this transaction knows of the keys of its rows.
    private readonly Dictionary<string, KeyKnowledge> _known = new(StringComparer.Ordinal);

    private enum KeyKnowledge
    {
        Free,
        Mine,
        Waiting,
    }

    /// <summary>Whether rows may be leased at all: not by an instance that was taken over, and not in a transaction of others.</summary>
    public bool MayLease { get; init; }

    /// <summary>How many of the rows are pending, and how many scheduled.</summary>
    public (int Pending, int Scheduled) Inserted { get; private set; }

    /// <summary>Writes a row, unless it was accepted before.</summary>
    /// <param name="row">The row.</param>
    /// <param name="number">The number of its position; used only if it is written.</param>
    /// <param name="origin">The epoch of the instance that accepts it; <see langword="null"/> in a transaction of others.</param>
    public OutboxInsertResult Insert(OutboxNewRow row, long number, long? origin)
    {
        if (row.Mode != OutboxInsertMode.New && WasAccepted(row.Id)) return Duplicate(row.Id);

        long due = row.Due is { } wanted ? StoreTime.From(wanted) : _now;
        long state = due > _now ? RowState.Scheduled : StateOf(row);
        long position = RowPosition.Of(session.Application, number, state == RowState.Scheduled);
        _insert ??= database[
            $"""
            INSERT INTO {session.Names.Outbox} (position, application, id, state, route, due, entered, timestamp, event_key, order_key, origin, metadata, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (application, id) DO NOTHING
            """];
        int written = _insert
            .Bind(position).Bind(session.Application).Bind(row.Id).Bind(state).Bind(row.Route).Bind(due).Bind(due).Bind(StoreTime.From(row.Timestamp))
            .Bind(row.Key).Bind(row.OrderKey).Bind(origin).Bind(row.Metadata).Bind(row.Payload).Execute();
        if (written == 0) return Duplicate(row.Id);

        Follow(row.OrderKey, state);
        if (row.Mode == OutboxInsertMode.Received) InboxTable.Mark(database, session, new OutboxMark(row.Id, ""), _now);
        Inserted = state == RowState.Scheduled ? (Inserted.Pending, Inserted.Scheduled + 1) : (Inserted.Pending + 1, Inserted.Scheduled);
        return new OutboxInsertResult(state > 0 ? OutboxInsertOutcome.Leased : OutboxInsertOutcome.Waiting, position);
    }

    private bool WasAccepted(Guid id) =>
        database[
            $"""
            SELECT EXISTS (SELECT 1 FROM {session.Names.Outbox} WHERE application = ?1 AND id = ?2)
                OR EXISTS (SELECT 1 FROM {session.Names.DeadLetters} WHERE application = ?1 AND emission_id = ?2)
                OR EXISTS (SELECT 1 FROM {session.Names.Inbox} WHERE application = ?1 AND id = ?2)
            """]
            .Bind(session.Application).Bind(id).Scalar() == 1;

    // A row that this epoch has leased is named: its answer was lost, and nobody else will deliver it.
    private OutboxInsertResult Duplicate(Guid id) =>
        new(
            OutboxInsertOutcome.Duplicate,
            database[$"SELECT position FROM {session.Names.Outbox} WHERE application = ? AND id = ? AND state = ?"]
                .Bind(session.Application).Bind(id).Bind(session.Epoch).Scalar() ?? 0);

    private long StateOf(OutboxNewRow row)
    {
        if (row.Lease == OutboxLeaseRequest.Always && MayLease) return session.Epoch;
        bool mayLease = row.Lease == OutboxLeaseRequest.InOrder && MayLease && session.Delivers;
        if (row.OrderKey is not { } key) return mayLease ? session.Epoch : RowState.Ready;

        return Know(key) switch
        {
            KeyKnowledge.Waiting => RowState.Blocked,
            _ when mayLease => session.Epoch,
            _ => RowState.ReadyInOrder,
        };
    }

    // A key that another instance holds is like one with a row that waits: when it is released, its first row is unblocked.
    private KeyKnowledge Know(string key)
    {
        if (_known.TryGetValue(key, out var known)) return known;
        long? holder = _keys.Holder(key);
        known = _keys.HasWaiting(key) || (holder is not null && holder != session.Epoch) ? KeyKnowledge.Waiting
            : holder is not null ? KeyKnowledge.Mine
            : KeyKnowledge.Free;
        _known.Add(key, known);
        return known;
    }

    private void Follow(string? key, long state)
    {
        if (key is null || state == RowState.Scheduled || !_known.TryGetValue(key, out var known)) return;
        if (state <= 0)
        {
            _known[key] = KeyKnowledge.Waiting;
        }
        else if (known == KeyKnowledge.Free)
        {
            _keys.Take(key);
            _known[key] = KeyKnowledge.Mine;
        }
    }
}
