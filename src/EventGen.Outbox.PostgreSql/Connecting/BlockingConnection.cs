using System.Data;
using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The connection of those who emit synchronously. It is opened when the first of them comes, and stays open. Used by one thread at a time.</summary>
/// <remarks>One statement at a time: of several, Npgsql sends those after the first on other threads.</remarks>
internal sealed class BlockingConnection(PostgreSqlLocation location) : IDisposable
{
    private NpgsqlConnection? _connection;
    private long _epochLock;

    /// <summary>Does something that commits, and needs no thread of the pool.</summary>
    /// <param name="work">What is done. It ends at once, for it blocks.</param>
    /// <param name="epochLock"><see cref="StoreSession.EpochLock"/>.</param>
    /// <exception cref="OutboxStoreException">The database did not do it.</exception>
    public T Run<T>(Func<NpgsqlConnection, ValueTask<T>> work, long epochLock)
    {
        bool isOpen = false;
        try
        {
            var connection = Open(epochLock);
            isOpen = true;
            return work(connection).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            Dispose();
            if (PostgreSqlFailure.Is(exception)) throw PostgreSqlFailure.From(exception, location.Server, isOpen);
            throw;
        }
    }

    // An application's data source may not reset the connections of its pool.
    public void Dispose()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        try
        {
            if (connection.State == ConnectionState.Open)
            {
                Execute(connection, KeptConnection.GiveBack, timeout: 2);
            }
        }
        catch (Exception exception) when (PostgreSqlFailure.Is(exception) || exception is InvalidOperationException)
        {
            // It is broken, and is not used again.
        }

        connection.Dispose();
    }

    private NpgsqlConnection Open(long epochLock)
    {
        if (_connection is not null && (_connection.State != ConnectionState.Open || _epochLock != epochLock)) Dispose();
        if (_connection is null)
        {
            _connection = location.Open();
            _epochLock = epochLock;
            Execute(_connection, KeptConnection.Keep(epochLock), PostgreSqlLocation.CommandSeconds);
        }

        return _connection;
    }

    private static void Execute(NpgsqlConnection connection, string statements, int timeout)
    {
        foreach (string statement in statements.Split("; "))
        {
            using var command = Sql.Command(connection, statement);
            command.CommandTimeout = timeout;
            command.ExecuteNonQuery();
        }
    }
}
