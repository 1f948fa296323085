using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>Leases due rows to this instance, in one transaction.</summary>
/// <remarks>
/// Keys are locked before rows, and keys in the order of their hashes, as in every other transaction: nobody waits in a circle. Rows without a key are locked with
/// SKIP LOCKED.
/// </remarks>
internal sealed class Claimer(NpgsqlConnection connection, StoreSession session, BatchSql batchSql, ClaimSql sql, OutboxClaimRequest request, int candidates)
{
    private const NpgsqlDbType Array = NpgsqlDbType.Array;

    private readonly int[] _routes = [.. request.Routes];
    private readonly List<OutboxRow> _rows = [];

    /// <summary>Whether the claim spent itself on rows whose key is held: the next one should look at more of them at once.</summary>
    public bool MetOnlyBlocked { get; private set; }

    public async ValueTask<OutboxClaim> ClaimAsync(bool keyedFirst, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var (began, holdsLease, promoted, found) = await LookAsync(cancellationToken).ConfigureAwait(false);
        if (!holdsLease) return new OutboxClaim { Rows = [], HasMore = false, Now = began };

        bool hasMore = promoted == request.Limit;
        int keyedLimit = found.Count == 0 ? 0 : keyedFirst ? request.Limit : request.Limit / 2;
        if (keyedLimit > 0) await ClaimKeyedAsync(found, keyedLimit, cancellationToken).ConfigureAwait(false);
        hasMore |= found.Count > 0 && (found.Count == candidates || _rows.Count == keyedLimit);
        MetOnlyBlocked = found.Count == candidates && _rows.Count == 0;

        int left = request.Limit - _rows.Count;
        DateTimeOffset? nextDue;
        DateTimeOffset now;
        await using (var batch = Sql.Batch(connection))
        {
            if (left > 0) batch.Add(sql.Unordered).With(session.Epoch).With(Array | NpgsqlDbType.Integer, _routes).With(left);
            batch.Add(sql.NextDue).With(Array | NpgsqlDbType.Integer, _routes).With(NpgsqlDbType.TimestampTz, began);
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            if (left > 0)
            {
                int before = _rows.Count;
                await ReadRowsAsync(reader, static row => row.Due, cancellationToken).ConfigureAwait(false);
                hasMore |= _rows.Count - before == left;
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                hasMore = true;
            }

            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            nextDue = reader.IsDBNull(0) ? null : reader.GetFieldValue<DateTimeOffset>(0);
            now = reader.GetFieldValue<DateTimeOffset>(1);
            hasMore |= nextDue <= now;   // it became due while this claim was made
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new OutboxClaim { Rows = _rows, HasMore = hasMore, NextDue = nextDue, Now = now };
    }

    private async ValueTask<(DateTimeOffset Began, bool HoldsLease, int Promoted, List<(long Position, Guid Key)> Candidates)> LookAsync(CancellationToken cancellationToken)
    {
        await using var batch = Sql.Batch(connection);
        batch.Add(Sql.Begin).With(NpgsqlDbType.Text, session.IdleLimit).With(session.EpochLock);
        batch.Add(batchSql.HoldLease).With(session.Epoch);
        batch.Add(sql.Promote).With(session.Application).With(Array | NpgsqlDbType.Integer, _routes).With(request.Limit);
        batch.Add(sql.Candidates).With(Array | NpgsqlDbType.Integer, _routes).With(candidates);
        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var began = reader.GetFieldValue<DateTimeOffset>(0);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        bool holdsLease = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        int promoted = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) promoted++;
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<(long, Guid)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) found.Add((reader.GetInt64(0), reader.GetGuid(1)));
        return (began, holdsLease, promoted, found);
    }

    private async ValueTask ClaimKeyedAsync(List<(long Position, Guid Key)> found, int limit, CancellationToken cancellationToken)
    {
        Guid[] keys = [.. found.Select(static candidate => candidate.Key).Distinct().Order()];
        var taken = new HashSet<Guid>();
        var mine = new List<Guid>();
        var foreign = new HashSet<Guid>();
        await using (var batch = Sql.Batch(connection))
        {
            batch.Add(sql.TakeKeys).With(session.Epoch).With(session.Application).With(Array | NpgsqlDbType.Uuid, keys);
            batch.Add(sql.LockKeys).With(session.Application).With(Array | NpgsqlDbType.Uuid, keys);
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) taken.Add(reader.GetGuid(0));
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.GetInt64(1) == session.Epoch) mine.Add(reader.GetGuid(0));
                else foreign.Add(reader.GetGuid(0));
            }
        }

        var claim = new KeyedClaim(limit);
        var positions = new Dictionary<long, Guid>();
        if (mine.Count > 0)
        {
            await using var command = Sql.Command(connection, sql.FirstRows)
                .With(session.Application).With(Array | NpgsqlDbType.Uuid, mine.ToArray()).With((limit / mine.Count) + 2L).With(Array | NpgsqlDbType.Integer, _routes);
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var key = reader.GetGuid(0);
                positions[reader.GetInt64(1)] = key;
                claim.AddRow(key, reader.GetInt64(1), reader.GetBoolean(2), reader.GetInt64(3));
            }
        }

        claim.Decide(found, foreign);
        await ApplyAsync(claim, cancellationToken).ConfigureAwait(false);
        var used = _rows.Select(row => positions[row.Position]).ToHashSet();
        Guid[] unused = [.. taken.Where(key => !used.Contains(key)).Order()];
        if (unused.Length > 0) await ReleaseAsync(unused, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ApplyAsync(KeyedClaim claim, CancellationToken cancellationToken)
    {
        await using var batch = Sql.Batch(connection);
        batch.Add(sql.Lease).With(session.Epoch).With(Array | NpgsqlDbType.Bigint, claim.Leased.ToArray());
        if (claim.Blocked.Count > 0) batch.Add(sql.Block).With(Array | NpgsqlDbType.Bigint, claim.Blocked.ToArray());
        if (claim.Unblocked.Count > 0) batch.Add(sql.Unblock).With(Array | NpgsqlDbType.Bigint, claim.Unblocked.ToArray());
        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await ReadRowsAsync(reader, row => claim.Leased.IndexOf(row.Position), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReleaseAsync(Guid[] keys, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, batchSql.ReleaseKeys)
            .With(session.Epoch).With(session.Application).With(NpgsqlDbType.Text, session.Channel).With(Array | NpgsqlDbType.Uuid, keys);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReadRowsAsync<TOrder>(NpgsqlDataReader reader, Func<OutboxRow, TOrder> order, CancellationToken cancellationToken)
    {
        var rows = new List<OutboxRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(RowReader.Read(reader));
        _rows.AddRange(rows.OrderBy(order).ThenBy(static row => row.Position));
    }
}
