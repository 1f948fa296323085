using System.Data;
using System.Globalization;
using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The connection of the commits and claims, which come one after the other. Thread safe.</summary>
/// <remarks>
/// It stays open and its statements stay prepared. One of the pool is reset between two uses, which costs seven statements more in each commit.
/// </remarks>
internal sealed class KeptConnection(PostgreSqlLocation location) : IAsyncDisposable
{
    /// <summary>Makes a connection what it was in the pool.</summary>
    public const string GiveBack = $"{BatchSql.UseAnything}; SELECT pg_advisory_unlock_all()";

    private readonly SemaphoreSlim _turn = new(1);

    // Whoever has the turn.
    private NpgsqlConnection? _connection;
    private long _epochLock;

    /// <summary>Makes a connection one that is kept.</summary>
    /// <param name="epochLock"><see cref="StoreSession.EpochLock"/>.</param>
    public static string Keep(long epochLock) => string.Create(CultureInfo.InvariantCulture, $"{BatchSql.UseIndexesAlways}; SELECT pg_advisory_lock_shared({epochLock})");

    /// <summary>Does something that commits.</summary>
    /// <param name="work">What is done.</param>
    /// <param name="epochLock"><see cref="StoreSession.EpochLock"/>, which the connection keeps: a batch that was sent in part has locks, and takes no other first.</param>
    /// <param name="cancellationToken">Cancels the wait for the connection and the work. Whether a commit that was under way succeeded is then unknown.</param>
    /// <exception cref="OutboxStoreException">The database did not do it.</exception>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, long epochLock, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool isOpen = false;
        try
        {
            var connection = await OpenAsync(epochLock, cancellationToken).ConfigureAwait(false);
            isOpen = true;
            return await work(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It may be broken, or its transaction may be. The next call has a new one.
            await CloseAsync().ConfigureAwait(false);
            if (PostgreSqlFailure.HasFailed(exception, cancellationToken)) throw PostgreSqlFailure.From(exception, location.Server, isOpen);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    private async ValueTask<NpgsqlConnection> OpenAsync(long epochLock, CancellationToken cancellationToken)
    {
        if (_connection is not null && (_connection.State != ConnectionState.Open || _epochLock != epochLock)) await CloseAsync().ConfigureAwait(false);
        if (_connection is null)
        {
            _connection = await location.OpenAsync(cancellationToken).ConfigureAwait(false);
            _epochLock = epochLock;
            await using var command = Sql.Command(_connection, Keep(epochLock));
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return _connection;
    }

    // An application's data source may not reset the connections of its pool.
    private async ValueTask CloseAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        try
        {
            if (connection.State == ConnectionState.Open)
            {
                await using var command = Sql.Command(connection, GiveBack);
                command.CommandTimeout = 2;
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (PostgreSqlFailure.Is(exception) || exception is InvalidOperationException)
        {
            // It is broken, and is not used again.
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
