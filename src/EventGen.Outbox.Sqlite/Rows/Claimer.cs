namespace EventGen.Outbox.Sqlite;

/// <summary>Leases due rows to this instance. Used in one transaction that has the write lock.</summary>
internal sealed class Claimer(SqliteDatabase database, StoreSession session, OutboxClaimRequest request)
{
    // A claim that meets only rows whose key is held marks so many of them at most; the next one goes on.
    private const int CandidatesPerRow = 10;

    private readonly OrderKeys _keys = new(database, session);
    private readonly HashSet<int> _routes = [.. request.Routes];
    private readonly long _now = session.Now;
    private readonly List<long> _claimed = [];

    // Keys that this instance holds now, as far as they were met.
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);

    public OutboxClaim Claim()
    {
        bool hasMore = Promote();
        hasMore |= ClaimInTurn();
        ExtendKeys();
        hasMore |= _claimed.Count == request.Limit;

        // What is left of a key that this instance has is found by its next claim, and need not wait until the key is free.
        foreach (string key in _met) _keys.Unblock(key);
        var rows = _claimed.ConvertAll(Read);
        return new OutboxClaim { Rows = rows, HasMore = hasMore, NextDue = hasMore ? null : NextDue(), Now = StoreTime.Read(_now) };
    }

    // Scheduled rows enter the order of their key now, behind all that came before.
    private bool Promote()
    {
        var due = Candidates([RowState.Scheduled], request.Limit);
        if (due.Count == 0) return false;

        long number = Counters.Add(database, session, due.Count, due.Count, -due.Count);
        foreach (var (position, key) in due)
        {
            long state = key is null ? RowState.Ready : _keys.IsWaitedFor(key) ? RowState.Blocked : RowState.ReadyInOrder;
            database[$"UPDATE {session.Names.Outbox} SET position = ?, state = ? WHERE position = ?"]
                .Bind(RowPosition.Of(session.Application, ++number, isScheduled: false)).Bind(state).Bind(position).Execute();
        }

        return due.Count == request.Limit;
    }

    // Each candidate is leased, or is no candidate any more: so the next look finds others.
    private bool ClaimInTurn()
    {
        for (int left = request.Limit * CandidatesPerRow; left > 0;)
        {
            int wanted = Math.Min(request.Limit - _claimed.Count, left);
            if (wanted == 0) return true;

            var candidates = Candidates([RowState.Ready, RowState.ReadyInOrder], wanted);
            foreach (var (position, key) in candidates)
            {
                if (key is null) Lease(position);
                else if (!TakeUpTo(position, key)) Block(position, key);
            }

            if (candidates.Count < wanted) return false;
            left -= candidates.Count;
        }

        return true;
    }

    // Where there is capacity left, more of the keys that were taken: the next of each is delivered without another claim.
    private void ExtendKeys()
    {
        var keys = _met.ToList();
        while (keys.Count > 0 && _claimed.Count < request.Limit) keys.RemoveAll(key => _claimed.Count < request.Limit && !TakeFirst(key));
    }

    private List<(long Position, string? Key)> Candidates(ReadOnlySpan<long> states, int limit)
    {
        var taken = new List<(long, string?)>();
        using var due = new DueRows(database, session, request.Routes, states, _now);
        while (taken.Count < limit && due.TryTake(out long position, out string? key)) taken.Add((position, key));
        return taken;
    }

    // The rows of the key from its first to this one. False when the key is another's, or has a row before this one that cannot be taken.
    private bool TakeUpTo(long position, string key)
    {
        while (!IsTaken(position))
        {
            if (_claimed.Count == request.Limit) return true;
            if (!TakeFirst(key)) return false;
        }

        return true;
    }

    private bool IsTaken(long position) =>
        database[$"SELECT state FROM {session.Names.Outbox} WHERE position = ?"].Bind(position).Scalar() > 0;

    // The key's first row that belongs to nobody, if the key is ours or free, and the row is due and of our routes.
    private bool TakeFirst(string key)
    {
        bool isMine = _met.Contains(key);
        if (!isMine && _keys.Holder(key) is { } holder)
        {
            if (holder != session.Epoch) return false;
            _met.Add(key);
            isMine = true;
        }

        var first = database[
            $"SELECT position, due, route FROM {session.Names.Outbox} WHERE application = ? AND order_key = ? AND state IN (-1, -2) ORDER BY position LIMIT 1"]
            .Bind(session.Application).Bind(key);
        if (!first.Step()) return false;
        var (position, isDue, isOurs) = (first.Int64(0), first.Int64(1) <= _now, _routes.Contains((int)first.Int64(2)));
        first.Reset();
        if (!isDue || !isOurs)
        {
            if (!isMine) _keys.Unblock(key);
            return false;
        }

        if (!isMine)
        {
            _keys.Take(key);
            _met.Add(key);
        }

        Lease(position);
        return true;
    }

    // Behind a key that another holds, or behind a row that is not due or of another route: found again when that has changed.
    private void Block(long position, string key) =>
        database[
            $"""
            UPDATE {session.Names.Outbox} SET state = -2 WHERE position = ?1 AND state = -1
                AND (EXISTS (SELECT 1 FROM {session.Names.Keys} WHERE application = ?2 AND order_key = ?3)
                    OR EXISTS (SELECT 1 FROM {session.Names.Outbox} WHERE application = ?2 AND order_key = ?3 AND state IN (-1, -2) AND position < ?1))
            """]
            .Bind(position).Bind(session.Application).Bind(key).Execute();

    private void Lease(long position)
    {
        database[$"UPDATE {session.Names.Outbox} SET state = ?, started = 0 WHERE position = ?"].Bind(session.Epoch).Bind(position).Execute();
        _claimed.Add(position);
    }

    private OutboxRow Read(long position)
    {
        var row = database[$"SELECT {RowReader.Columns} FROM {session.Names.Outbox} WHERE position = ?"].Bind(position);
        row.Step();
        var read = RowReader.Read(row);
        row.Reset();
        return read;
    }

    private DateTimeOffset? NextDue()
    {
        long? next = null;
        foreach (int route in request.Routes)
        {
            foreach (long state in (ReadOnlySpan<long>)[RowState.Ready, RowState.ReadyInOrder, RowState.Scheduled])
            {
                long? due = database[$"SELECT due FROM {session.Names.Outbox} WHERE state = ? AND route = ? AND due > ? AND {RowPosition.IsInStateIndex()} ORDER BY due LIMIT 1"]
                    .Bind(state).Bind(route).Bind(_now).Scalar();
                if (due < next || next is null) next = due ?? next;
            }
        }

        return next is { } time ? StoreTime.Read(time) : null;
    }
}
