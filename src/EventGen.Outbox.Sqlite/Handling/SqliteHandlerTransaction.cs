using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite;

/// <summary>A handler's transaction, on a connection of its own.</summary>
internal sealed class SqliteHandlerTransaction : OutboxStoreTransaction
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly StoreSession _session;
    private readonly OutboxMark? _mark;
    private readonly string _file;

    private SqliteHandlerTransaction(SqliteConnection connection, SqliteTransaction transaction, StoreSession session, OutboxMark? mark, string file, bool isMarked)
    {
        (_connection, _transaction, _session, _mark, _file) = (connection, transaction, session, mark, file);
        IsMarked = isMarked;
    }

    public override DbConnection Connection => _connection;

    public override DbTransaction Transaction => _transaction;

    public override bool IsMarked { get; }

    /// <summary>Begins a transaction that has the write lock: one that began to read could not write any more when another has.</summary>
    public static async ValueTask<SqliteHandlerTransaction> BeginAsync(SqliteLocation location, StoreSession session, OutboxMark? mark, TimeSpan patience, CancellationToken cancellationToken)
    {
        var connection = location.CreateConnection();
        try
        {
            connection.Open();
            var transaction = await WriteLock.BeginAsync(connection, session.Names, patience, cancellationToken).ConfigureAwait(false);
            using var database = new SqliteDatabase(connection);
            bool isMarked = mark is { } wanted && InboxTable.Has(database, session, wanted);
            return new SqliteHandlerTransaction(connection, transaction, session, mark, location.File, isMarked);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteFailure.From(exception, location.File);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override ValueTask<bool> CommitAsync(IReadOnlyList<OutboxNewRow> rows, CancellationToken cancellationToken)
    {
        bool atCommit = false;
        try
        {
            using (var database = new SqliteDatabase(_connection))
            {
                TransactionRows.Insert(database, _session, rows);
                if (_mark is { } mark && !InboxTable.Mark(database, _session, mark, _session.Now))
                {
                    _transaction.Rollback();
                    return new(false);
                }
            }

            atCommit = true;
            _transaction.Commit();
            return new(true);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.From(exception, _file, atCommit);
        }
    }

    public override ValueTask DisposeAsync()
    {
        try
        {
            _transaction.Dispose();
        }
        catch (SqliteException)
        {
            // It cannot be rolled back: the handler has ended it itself, or the file is gone. Closing the connection ends what is left of it.
        }

        _connection.Dispose();
        return default;
    }
}
