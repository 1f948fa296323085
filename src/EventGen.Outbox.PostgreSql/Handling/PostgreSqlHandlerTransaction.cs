using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql;

/// <summary>A handler's transaction, on a connection of its own.</summary>
internal sealed class PostgreSqlHandlerTransaction : OutboxStoreTransaction
{
    private readonly PostgreSqlLocation _location;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly StoreSession _session;
    private readonly BatchSql _sql;
    private readonly OutboxMark? _mark;

    private PostgreSqlHandlerTransaction(PostgreSqlLocation location, NpgsqlConnection connection, NpgsqlTransaction transaction, StoreSession session, BatchSql sql, OutboxMark? mark, bool isMarked)
    {
        (_location, _connection, _transaction, _session, _sql, _mark) = (location, connection, transaction, session, sql, mark);
        IsMarked = isMarked;
    }

    public override DbConnection Connection => _connection;

    public override DbTransaction Transaction => _transaction;

    public override bool IsMarked { get; }

    /// <summary>Begins. The database ends a transaction that is idle for too long, and whoever takes the epoch over ends it in any case: that of a frozen process would block its successor.</summary>
    public static async ValueTask<PostgreSqlHandlerTransaction> BeginAsync(
        PostgreSqlLocation location, StoreSession session, BatchSql sql, OutboxMark? mark, TimeSpan idleLimit, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await location.OpenAsync(cancellationToken).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var batch = Sql.Batch(connection);
            batch.Add(Sql.Begin).With(NpgsqlDbType.Text, StoreSession.Setting(idleLimit)).With(session.EpochLock);
            batch.Add($"SELECT 1 FROM {session.Names.Inbox} WHERE application = $1 AND id = $2 AND target = $3")
                .With(session.Application).With(NpgsqlDbType.Uuid, mark?.Id ?? Guid.Empty).With(NpgsqlDbType.Text, mark?.Target ?? "");
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            bool isMarked = mark is not null && await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return new PostgreSqlHandlerTransaction(location, connection, transaction, session, sql, mark, isMarked);
        }
        catch (Exception exception)
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            if (PostgreSqlFailure.Is(exception)) throw PostgreSqlFailure.From(exception, location.Server);
            throw;
        }
    }

    public override async ValueTask<bool> CommitAsync(IReadOnlyList<OutboxNewRow> rows, CancellationToken cancellationToken)
    {
        bool atCommit = false;
        try
        {
            if (rows.Count > 0) await TransactionRows.InsertAsync(_connection, _session, _sql, rows, cancellationToken).ConfigureAwait(false);
            if (_mark is { } mark && !await MarkAsync(mark, cancellationToken).ConfigureAwait(false))
            {
                await _transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
                return false;
            }

            atCommit = true;

            // Not to be cancelled: then nobody would know.
            await _transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (PostgreSqlFailure.Is(exception))
        {
            throw PostgreSqlFailure.From(exception, _location.Server, atCommit);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlFailure.Is(exception))
        {
            // The connection is broken, and the transaction with it.
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> MarkAsync(OutboxMark mark, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(
            _connection, $"INSERT INTO {_session.Names.Inbox} (application, id, target, time) VALUES ($1, $2, $3, clock_timestamp()) ON CONFLICT DO NOTHING")
            .With(_session.Application).With(NpgsqlDbType.Uuid, mark.Id).With(NpgsqlDbType.Text, mark.Target);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
    }
}
