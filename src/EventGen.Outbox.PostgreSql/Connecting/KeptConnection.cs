using System.Data;
using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The connection of the commits and claims, which come one after the other. Thread safe.</summary>
/// <remarks>
/// It stays open and its statements stay prepared. One of the pool is reset between two uses, which costs seven statements more in each commit.
/// </remarks>
internal sealed class KeptConnection(PostgreSqlLocation location) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    // Whoever has the turn.
    private NpgsqlConnection? _connection;

    /// <summary>Does something that commits.</summary>
    /// <exception cref="OutboxStoreException">The database did not do it.</exception>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await PostgreSqlLocation.RunAsync(OpenAsync, work, commits: true, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // It may be broken, or its transaction may be. The next call has a new one.
            await CloseAsync().ConfigureAwait(false);
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

    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: not ConnectionState.Open }) await CloseAsync().ConfigureAwait(false);
        if (_connection is null)
        {
            _connection = await location.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var command = Sql.Command(_connection, BatchSql.UseIndexesAlways);
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
                await using var command = Sql.Command(connection, BatchSql.UseAnything);
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
