namespace EventGen.Outbox.Sqlite;

/// <summary>Writes what the relay commits at once. Used in one transaction.</summary>
internal sealed class BatchWriter(SqliteDatabase database, StoreSession session)
{
    private readonly OrderKeys _keys = new(database, session);
    private SqliteStatement? _remove;
    private readonly long _now = session.Now;

    /// <summary>Whether a row waits now that a claim can take and could not before.</summary>
    public bool Unblocked { get; private set; }

    public OutboxBatchResult Write(OutboxBatch batch)
    {
        foreach (long position in batch.Started)
        {
            database[$"UPDATE {session.Names.Outbox} SET started = 1 WHERE position = ? AND state = ?"].Bind(position).Bind(session.Epoch).Execute();
        }

        var settled = new bool[batch.Settlements.Count];
        int removed = 0;
        for (int i = 0; i < settled.Length; i++)
        {
            settled[i] = Settle(batch.Settlements[i]);
            if (settled[i] && batch.Settlements[i].Kind == OutboxSettlementKind.Remove && !RowPosition.IsFromMemory(batch.Settlements[i].Position)) removed++;
        }

        var inserts = Insert(batch.Inserts, removed);
        foreach (string key in batch.ReleasedKeys) Unblocked |= _keys.Release(key, session.Epoch);
        return new OutboxBatchResult { Inserts = inserts, Settlements = settled, Now = StoreTime.Read(_now) };
    }

    private OutboxInsertResult[] Insert(IReadOnlyList<OutboxNewRow> rows, int removed)
    {
        var results = new OutboxInsertResult[rows.Count];
        var inserter = new RowInserter(database, session, rows.Count) { MayLease = rows.Count > 0 && InstanceTable.Exists(database, session) };
        for (int i = 0; i < results.Length; i++) results[i] = inserter.Insert(rows[i], session.Epoch);
        var (pending, scheduled) = inserter.Inserted;
        if (pending != removed || scheduled != 0) Counters.Add(database, session, 0, pending - removed, scheduled);
        return results;
    }

    private bool Settle(OutboxSettlement settlement)
    {
        bool isMine = settlement.Kind == OutboxSettlementKind.Remove ? Remove(settlement) : Update(settlement);
        if (!isMine) return false;
        foreach (var deadLetter in settlement.DeadLetters) DeadLetterTable.Put(database, session, deadLetter);
        return true;
    }

    private bool Remove(OutboxSettlement settlement)
    {
        _remove ??= database[$"DELETE FROM {session.Names.Outbox} WHERE position = ? AND state = ?"];
        if (_remove.Bind(settlement.Position).Bind(session.Epoch).Execute() == 0) return false;
        if (settlement.LeavesMark) InboxTable.Mark(database, session, new OutboxMark(settlement.Id, ""), _now);
        return true;
    }

    private bool Update(OutboxSettlement settlement)
    {
        string release = settlement.Kind == OutboxSettlementKind.Release
            ? ", state = CASE WHEN order_key IS NULL OR ?4 THEN 0 ELSE -1 END, due = coalesce(?5, due), started = 0"
            : "";
        string order = settlement.LeavesOrder ? ", order_key = NULL" : "";
        bool isMine = database[$"UPDATE {session.Names.Outbox} SET route = ?1, targets = ?2{release}{order} WHERE position = ?3 AND state = ?6"]
            .Bind(settlement.Route).Bind(settlement.Targets).Bind(settlement.Position).Bind(settlement.LeavesOrder ? 1 : 0)
            .Bind(settlement.Due is { } due ? StoreTime.From(due) : (long?)null).Bind(session.Epoch).Execute() > 0;
        if (isMine && settlement.Kind == OutboxSettlementKind.Release && RowPosition.IsFromMemory(settlement.Position)) MemoryRows.Index(database, session, [settlement.Position]);
        return isMine;
    }
}
