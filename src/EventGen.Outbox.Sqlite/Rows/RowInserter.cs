namespace EventGen.Outbox.Sqlite;

/// <summary>Writes new rows. Used in one transaction that has the write lock.</summary>
/// <param name="database">In the transaction.</param>
/// <param name="session">Whose rows they are.</param>
/// <param name="rows">How many there will be.</param>
internal sealed class RowInserter(SqliteDatabase database, StoreSession session, int rows)
{
    private readonly OrderKeys _keys = new(database, session);
    private readonly long _now = session.Now;
    private SqliteStatement? _insert;
    private int _left = rows;
    private long _number;
    private int _numbers;

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

    /// <summary>How many of the rows are pending, apart from those that are delivered from memory, and how many scheduled.</summary>
    public (int Pending, int Scheduled) Inserted { get; private set; }

    /// <summary>Takes numbers for the rows that are left, which also takes the write lock of a transaction that has not written yet.</summary>
    /// <param name="pending">By how much the pending rows grow.</param>
    public void TakeNumbers(int pending) => (_number, _numbers) = (Counters.Add(database, session, _left, pending, 0), _left);

    /// <summary>Writes a row, unless it was accepted before.</summary>
    /// <param name="row">The row.</param>
    /// <param name="origin">The epoch of the instance that accepts it; <see langword="null"/> in a transaction of others.</param>
    public OutboxInsertResult Insert(OutboxNewRow row, long? origin)
    {
        var result = Write(row, origin);
        _left--;
        return result;
    }

    private OutboxInsertResult Write(OutboxNewRow row, long? origin)
    {
        if (row.Mode != OutboxInsertMode.New && WasAccepted(row.Id)) return Duplicate(row.Id);

        long due = row.Due is { } wanted ? StoreTime.From(wanted) : _now;
        long state = due > _now ? RowState.Scheduled : StateOf(row);
        long memory = RowPosition.OfMemory(session.Application, row.Id);
        if (state > 0 && row.OrderKey is null && TryWrite(row, memory, state, due, origin)) return Written(row, memory, state);

        // The row is there under that position already, or another one is, and this one gets a number.
        if (Has(memory, row.Id)) return Duplicate(row.Id);
        long position = RowPosition.Of(session.Application, NextNumber(), state == RowState.Scheduled);
        if (!TryWrite(row, position, state, due, origin)) return Duplicate(row.Id);

        Follow(row.OrderKey, state);
        Inserted = state == RowState.Scheduled ? (Inserted.Pending, Inserted.Scheduled + 1) : (Inserted.Pending + 1, Inserted.Scheduled);
        return Written(row, position, state);
    }

    private bool TryWrite(OutboxNewRow row, long position, long state, long due, long? origin)
    {
        _insert ??= database[
            $"""
            INSERT INTO {session.Names.Outbox} (position, application, id, state, route, due, entered, timestamp, event_key, order_key, origin, metadata, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """];
        return _insert
            .Bind(position).Bind(session.Application).Bind(row.Id).Bind(state).Bind(row.Route).Bind(due).Bind(due).Bind(StoreTime.From(row.Timestamp))
            .Bind(row.Key).Bind(row.OrderKey).Bind(origin).Bind(row.Metadata).Bind(row.Payload).Execute() > 0;
    }

    private OutboxInsertResult Written(OutboxNewRow row, long position, long state)
    {
        if (row.Mode == OutboxInsertMode.Received) InboxTable.Mark(database, session, new OutboxMark(row.Id, ""), _now);
        return new OutboxInsertResult(state > 0 ? OutboxInsertOutcome.Leased : OutboxInsertOutcome.Waiting, position);
    }

    // Numbers of duplicates are left out; nobody minds a gap.
    private long NextNumber()
    {
        if (_numbers == 0) TakeNumbers(pending: 0);
        _numbers--;
        return ++_number;
    }

    private bool Has(long position, Guid id) =>
        database[$"SELECT 1 FROM {session.Names.Outbox} WHERE position = ? AND id = ?"].Bind(position).Bind(id).Scalar() is not null;

    private bool WasAccepted(Guid id) =>
        Has(RowPosition.OfMemory(session.Application, id), id) || database[
            $"""
            SELECT EXISTS (SELECT 1 FROM {session.Names.Outbox} WHERE application = ?1 AND id = ?2 AND {RowPosition.IsInIdIndex()})
                OR EXISTS (SELECT 1 FROM {session.Names.DeadLetters} WHERE application = ?1 AND emission_id = ?2 AND {AcceptedEmissions.IsAccepted()})
                OR EXISTS (SELECT 1 FROM {session.Names.Inbox} WHERE application = ?1 AND id = ?2)
            """]
            .Bind(session.Application).Bind(id).Scalar() == 1;

    // A row that this epoch has leased is named: its answer was lost, and nobody else will deliver it.
    private OutboxInsertResult Duplicate(Guid id) =>
        new(
            OutboxInsertOutcome.Duplicate,
            database[
                $"""
                SELECT position FROM {session.Names.Outbox} WHERE application = ?1 AND id = ?2 AND state + 0 = ?3 AND {RowPosition.IsInIdIndex()}
                UNION ALL SELECT position FROM {session.Names.Outbox} WHERE position = ?4 AND id = ?2 AND state + 0 = ?3
                """]
                .Bind(session.Application).Bind(id).Bind(session.Epoch).Bind(RowPosition.OfMemory(session.Application, id)).Scalar() ?? 0);

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
