using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>Writes what the relay commits at once: one round trip, one transaction.</summary>
/// <remarks>A pipelined batch without BEGIN is one transaction; its commit comes with the answer to the last statement.</remarks>
/// <param name="connection">The connection.</param>
/// <param name="session">Whose rows they are.</param>
/// <param name="sql">The statements.</param>
/// <param name="batch">What is written.</param>
/// <param name="access">Whether it blocks.</param>
internal sealed class BatchWriter(NpgsqlConnection connection, StoreSession session, BatchSql sql, OutboxBatch batch, Access access = default)
{
    private const NpgsqlDbType Array = NpgsqlDbType.Array;

    // In the order of the results.
    private readonly List<Func<NpgsqlDataReader, CancellationToken, ValueTask>> _readers = [];
    private readonly HashSet<long> _settled = [];
    private readonly Dictionary<Guid, OutboxInsertResult> _inserted = [];
    private readonly HashSet<Guid> _leased = [];
    private readonly HashSet<Guid> _taken = [];
    private DateTimeOffset? _now;

    // Rows that are to be delivered from memory; none, once that was refused.
    private IReadOnlyList<OutboxNewRow> _fromMemory = [.. batch.Inserts.Where(IsForMemory)];
    private int _answered;

    /// <summary>Whether a released key has a next row.</summary>
    public bool Unblocked { get; private set; }

    /// <summary>Keys that were taken and of which no row could be leased after all, because another transaction wrote one at the same time.</summary>
    public IReadOnlyList<string> Unused => _taken.Count == 0
        ? []
        : [.. batch.Inserts.Where(row => row.OrderKey is { } key && _taken.Contains(OrderHash.Of(key)))
            .GroupBy(static row => row.OrderKey!)
            .Where(key => !key.Any(row => _leased.Contains(row.Id)))
            .Select(static key => key.Key)];

    public async ValueTask<OutboxBatchResult> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(access.Blocks ? AddLeased : IsPlain ? AddPlain : AddAll, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation && _fromMemory.Count > 0)
        {
            // Another row has such a position: nothing is written, and this one gets a number.
            _fromMemory = [];
            Forget();
            await RunAsync(AddAll, cancellationToken).ConfigureAwait(false);
        }

        if (_fromMemory.Any(row => !_inserted.ContainsKey(row.Id)))
        {
            // The lease is gone, so they belong to nobody.
            var left = _fromMemory.Where(row => !_inserted.ContainsKey(row.Id)).ToArray();
            await RunAsync(commands => AddIndexed(commands, left), cancellationToken).ConfigureAwait(false);
        }

        return new OutboxBatchResult
        {
            Inserts = await ResultsAsync(cancellationToken).ConfigureAwait(false),
            Settlements = [.. batch.Settlements.Select(settlement => _settled.Contains(settlement.Position))],
            Now = _now ?? await ClockAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Whether a row is to be delivered from memory, so that it needs no number.</summary>
    public static bool IsForMemory(OutboxNewRow row) => row is { Mode: OutboxInsertMode.New, Lease: not OutboxLeaseRequest.None, Key: null, OrderKey: null, Due: null };

    private bool IsPlain =>
        _fromMemory.Count > 0 && _fromMemory.Count == batch.Inserts.Count && batch is { Started.Count: 0, ReleasedKeys.Count: 0 }
        && batch.Settlements.All(static settlement => settlement is { Kind: OutboxSettlementKind.Remove, LeavesMark: false, DeadLetters.Count: 0 });

    private async ValueTask RunAsync(Action<NpgsqlBatch> add, CancellationToken cancellationToken)
    {
        await using var commands = Sql.Batch(connection);
        _readers.Clear();
        add(commands);
        await access.PrepareAsync(commands, cancellationToken).ConfigureAwait(false);
        var reader = await access.ExecuteAsync(commands, cancellationToken).ConfigureAwait(false);
        await using (access.Disposing(reader).ConfigureAwait(false))
        {
            foreach (var read in _readers)
            {
                await read(reader, cancellationToken).ConfigureAwait(false);
                await access.NextResultAsync(reader, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Forget()
    {
        _settled.Clear();
        _inserted.Clear();
        _leased.Clear();
        _taken.Clear();
        _now = null;
    }

    private void AddPlain(NpgsqlBatch commands)
    {
        bool areCounted = batch.Settlements.Any(static settlement => !RowPosition.IsFromMemory(settlement.Position));
        long[] removed = NewRowArrays.Each(batch.Settlements, static settlement => settlement.Position);
        if (batch.Inserts.Count == 1 && !areCounted)
        {
            commands.Add(sql.PlainOneSettling).With(session.Epoch).With(session.Application).AddMemoryRow(session, batch.Inserts[0]).With(Array | NpgsqlDbType.Bigint, removed);
            _readers.Add(ReadPlainOneAsync);
            return;
        }

        commands.Add(areCounted ? sql.PlainCounted : sql.Plain).With(session.Epoch).With(session.Application).With(Array | NpgsqlDbType.Bigint, removed)
            .AddMemoryPositions(session, batch.Inserts).AddPlainRows(batch.Inserts);
        _readers.Add(ReadPlainAsync);
    }

    private void AddLeased(NpgsqlBatch commands)
    {
        commands.Add(sql.Lease).With(session.Epoch).With(session.Application).AddMemoryPositions(session, batch.Inserts).AddPlainRows(batch.Inserts).AddKeys(batch.Inserts)
            .With(NpgsqlDbType.Text, session.Channel);
        _readers.Add(ReadLeasedAsync);
    }

    private void AddAll(NpgsqlBatch commands)
    {
        commands.Add(sql.HoldLease).With(session.Epoch);
        _readers.Add(ReadNowAsync);
        if (batch.Started.Count > 0) commands.Add(sql.Start).With(session.Epoch).With(Array | NpgsqlDbType.Bigint, batch.Started.ToArray());
        AddSettlements(commands);
        if (_fromMemory.Count > 0)
        {
            commands.Add(sql.InsertFromMemory).With(session.Epoch).With(session.Application).AddMemoryPositions(session, _fromMemory).AddPlainRows(_fromMemory);
            _readers.Add(ReadFromMemoryAsync);
        }

        AddIndexed(commands, _fromMemory.Count == 0 ? batch.Inserts : [.. batch.Inserts.Where(static row => !IsForMemory(row))]);
        if (batch.ReleasedKeys.Count > 0)
        {
            var keys = OrderHash.Sorted(batch.ReleasedKeys);
            commands.Add(sql.LockKeys).With(session.Epoch).With(session.Application).With(Array | NpgsqlDbType.Uuid, keys);
            _readers.Add(static (_, _) => default);
            commands.Add(sql.ReleaseKeys).With(session.Epoch).With(session.Application).With(NpgsqlDbType.Text, session.Channel).With(Array | NpgsqlDbType.Uuid, keys);
            _readers.Add(ReadUnblockedAsync);
        }
    }

    private void AddSettlements(NpgsqlBatch commands)
    {
        if (batch.Settlements.Count == 0) return;
        var deadLetters = batch.Settlements.SelectMany(static settlement => settlement.DeadLetters.Select(deadLetter => (settlement.Position, DeadLetter: deadLetter))).ToArray();
        if (deadLetters.Length > 0)
        {
            commands.Add(sql.PutDeadLetters).With(session.Epoch).With(session.Application)
                .With(Array | NpgsqlDbType.Bigint, System.Array.ConvertAll(deadLetters, static settled => settled.Position))
                .AddDeadLetters(System.Array.ConvertAll(deadLetters, static settled => settled.DeadLetter));
        }

        var removed = batch.Settlements.Where(static settlement => settlement.Kind == OutboxSettlementKind.Remove).ToArray();
        if (removed.Length > 0)
        {
            commands.Add(sql.Remove).With(session.Epoch).With(session.Application)
                .With(Array | NpgsqlDbType.Bigint, System.Array.ConvertAll(removed, static settlement => settlement.Position))
                .With(Array | NpgsqlDbType.Bigint, removed.Where(static settlement => settlement.LeavesMark).Select(static settlement => settlement.Position).ToArray());
            _readers.Add(ReadSettledAsync);
        }

        var changed = batch.Settlements.Where(static settlement => settlement.Kind != OutboxSettlementKind.Remove).ToArray();
        if (changed.Length > 0)
        {
            commands.Add(sql.Change).With(session.Epoch)
                .With(Array | NpgsqlDbType.Bigint, System.Array.ConvertAll(changed, static settlement => settlement.Position))
                .With(Array | NpgsqlDbType.Integer, System.Array.ConvertAll(changed, static settlement => settlement.Route))
                .With(Array | NpgsqlDbType.Bytea, System.Array.ConvertAll(changed, static settlement => NewRowArrays.Bytes(settlement.Targets)))
                .With(Array | NpgsqlDbType.Boolean, System.Array.ConvertAll(changed, static settlement => settlement.Kind == OutboxSettlementKind.Release))
                .With(Array | NpgsqlDbType.TimestampTz, System.Array.ConvertAll(changed, static settlement => settlement.Due?.UtcDateTime))
                .With(Array | NpgsqlDbType.Boolean, System.Array.ConvertAll(changed, static settlement => settlement.LeavesOrder))
                .With(session.Application);
            _readers.Add(ReadSettledAsync);
        }
    }

    private void AddIndexed(NpgsqlBatch commands, IReadOnlyList<OutboxNewRow> rows)
    {
        if (rows.Count == 0) return;
        var keys = OrderHash.Sorted(rows.Where(static row => row.Lease == OutboxLeaseRequest.InOrder).Select(static row => row.OrderKey).OfType<string>());
        if (keys.Length > 0)
        {
            commands.Add(sql.TakeKeys).With(session.Epoch).With(session.Application).With(Array | NpgsqlDbType.Uuid, keys);
            _readers.Add(ReadTakenAsync);
        }

        commands.Add(sql.Insert).AddRows(session, rows, session.Epoch);
        _readers.Add(ReadInsertedAsync);
        foreach (var repeated in rows.Where(static row => row.Mode != OutboxInsertMode.New).GroupBy(static row => row.Mode == OutboxInsertMode.Received))
        {
            commands.AddRepeated(session, sql, [.. repeated], areReceived: repeated.Key);
            _readers.Add(ReadRemovedAgainAsync);
        }
    }

    private async ValueTask ReadNowAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false)) _now = reader.GetFieldValue<DateTimeOffset>(0);
    }

    private async ValueTask ReadSettledAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false)) _settled.Add(reader.GetInt64(0));
    }

    private async ValueTask ReadPlainAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            if (!reader.IsDBNull(0)) _now = reader.GetFieldValue<DateTimeOffset>(0);
            else if (!reader.IsDBNull(1)) _settled.Add(reader.GetInt64(1));
            else AddFromMemory(reader.GetInt64(2));
        }
    }

    private async ValueTask ReadPlainOneAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (!await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false)) return;
        _now = reader.GetFieldValue<DateTimeOffset>(0);
        _settled.UnionWith(reader.GetFieldValue<long[]>(1));
        AddInserted(batch.Inserts[0].Id, RowPosition.OfMemory(session.Application, batch.Inserts[0].Id), session.Epoch);
    }

    private async ValueTask ReadFromMemoryAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false)) AddFromMemory(reader.GetInt64(0));
    }

    private async ValueTask ReadLeasedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            if (!reader.IsDBNull(0)) _now = reader.GetFieldValue<DateTimeOffset>(0);
            else AddInserted(reader.GetGuid(1), reader.GetInt64(2), reader.GetInt64(3));
        }
    }

    private async ValueTask ReadTakenAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false)) _taken.Add(reader.GetGuid(0));
    }

    private async ValueTask ReadInsertedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false)) AddInserted(reader.GetGuid(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private void AddInserted(Guid id, long position, long state)
    {
        if (state > 0) _leased.Add(id);
        _inserted[id] = new OutboxInsertResult(state > 0 ? OutboxInsertOutcome.Leased : OutboxInsertOutcome.Waiting, position);
    }

    private void AddFromMemory(long position)
    {
        // A batch is small, and the rows come back in their order.
        while (RowPosition.OfMemory(session.Application, _fromMemory[_answered].Id) != position) _answered = (_answered + 1) % _fromMemory.Count;
        AddInserted(_fromMemory[_answered].Id, position, session.Epoch);
    }

    private async ValueTask ReadRemovedAgainAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false)) _inserted.Remove(reader.GetGuid(0));
    }

    private async ValueTask ReadUnblockedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false)) Unblocked = reader.GetInt64(0) > 0;
    }

    // A duplicate that this epoch has leased is named: its answer was lost, and nobody else will deliver it.
    private async ValueTask<IReadOnlyList<OutboxInsertResult>> ResultsAsync(CancellationToken cancellationToken)
    {
        var results = new OutboxInsertResult[batch.Inserts.Count];
        var duplicates = new List<int>();
        for (int i = 0; i < results.Length; i++)
        {
            // The first of an id is the one that was written.
            if (!_inserted.Remove(batch.Inserts[i].Id, out results[i])) duplicates.Add(i);
        }

        if (duplicates.Count == 0) return results;
        var mine = await PositionsAsync([.. duplicates.Select(i => batch.Inserts[i].Id)], cancellationToken).ConfigureAwait(false);
        foreach (int i in duplicates) results[i] = new OutboxInsertResult(OutboxInsertOutcome.Duplicate, mine.GetValueOrDefault(batch.Inserts[i].Id));
        return results;
    }

    private async ValueTask<Dictionary<Guid, long>> PositionsAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<Guid, long>();
        await using var command = Sql.Command(
            connection,
            $"""
            SELECT id, position FROM {session.Names.Outbox} WHERE application = $1 AND id = ANY($2) AND state + 0 = $3 AND {RowPosition.IsInIdIndex()}
            UNION ALL SELECT id, position FROM {session.Names.Outbox} WHERE position = ANY($4) AND id = ANY($2) AND state + 0 = $3
            """)
            .With(session.Application).With(Array | NpgsqlDbType.Uuid, ids).With(session.Epoch)
            .With(Array | NpgsqlDbType.Bigint, System.Array.ConvertAll(ids, id => RowPosition.OfMemory(session.Application, id)));
        var reader = await access.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        await using var disposing = access.Disposing(reader).ConfigureAwait(false);
        while (await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false)) positions[reader.GetGuid(0)] = reader.GetInt64(1);
        return positions;
    }

    private async ValueTask<DateTimeOffset> ClockAsync(CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, "SELECT clock_timestamp()");
        var reader = await access.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        await using var disposing = access.Disposing(reader).ConfigureAwait(false);
        await access.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        return reader.GetFieldValue<DateTimeOffset>(0);
    }
}
