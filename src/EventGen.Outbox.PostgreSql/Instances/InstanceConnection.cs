using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The connection that an instance keeps for as long as it lives: it has the lock of the instance's name, and listens. Thread safe.</summary>
/// <remarks>
/// A notification only wakes: identical ones collapse, and those of a time without connection are lost. A frozen server sends nothing, so the connection asks it for an answer
/// where it has not heard of it for long. When the connection breaks, it is made again, and whoever listens is woken.
/// </remarks>
internal sealed class InstanceConnection : IAsyncDisposable
{
    private const int MaxSlots = 10_000;

    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    private readonly PostgreSqlLocation _location;
    private readonly string _channel;
    private readonly Action _wake;
    private readonly Func<string, long> _keyOf;
    private readonly CancellationTokenSource _ending = new();
    private NpgsqlConnection? _connection;
    private Task _listening = Task.CompletedTask;

    private InstanceConnection(PostgreSqlLocation location, string channel, Func<string, long> keyOf, Action wake, NpgsqlConnection connection, string name) =>
        (_location, _channel, _keyOf, _wake, _connection, Name) = (location, channel, keyOf, wake, connection, name);

    /// <summary>The name of the instance.</summary>
    public string Name { get; }

    /// <summary>Takes a name that no living process of the application has, and begins to listen.</summary>
    /// <param name="location">The database.</param>
    /// <param name="channel">What to listen to.</param>
    /// <param name="keyOf">The advisory lock of a name.</param>
    /// <param name="wanted">The name; <see langword="null"/> for the machine's with the lowest slot that is free.</param>
    /// <param name="patience">How long a wanted name may still be locked by a process that has died: the server may not have noticed yet.</param>
    /// <param name="wake">Called when others may have written something.</param>
    /// <param name="cancellationToken">Cancels the connecting. No connection is left open, and no name is taken.</param>
    public static async ValueTask<InstanceConnection> OpenAsync(
        PostgreSqlLocation location, string channel, Func<string, long> keyOf, string? wanted, TimeSpan patience, Action wake, CancellationToken cancellationToken)
    {
        var connection = await location.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            string name = await NameAsync(connection, keyOf, wanted, patience, cancellationToken).ConfigureAwait(false);
            await ListenAsync(connection, channel, cancellationToken).ConfigureAwait(false);
            var opened = new InstanceConnection(location, channel, keyOf, wake, connection, name);
            opened._listening = Task.Run(opened.KeepListeningAsync, CancellationToken.None);
            return opened;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        if (_connection is not null) await CloseAsync(_connection).ConfigureAwait(false);
        _ending.Dispose();
    }

    private static async ValueTask<string> NameAsync(NpgsqlConnection connection, Func<string, long> keyOf, string? wanted, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (wanted is null)
        {
            for (int slot = 0; slot < MaxSlots; slot++)
            {
                string name = $"{Environment.MachineName}-{slot}";
                if (await TryLockAsync(connection, keyOf(name), cancellationToken).ConfigureAwait(false)) return name;
            }
        }
        else
        {
            long began = System.Diagnostics.Stopwatch.GetTimestamp();
            do
            {
                if (await TryLockAsync(connection, keyOf(wanted), cancellationToken).ConfigureAwait(false)) return wanted;
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            while (System.Diagnostics.Stopwatch.GetElapsedTime(began) < patience);
        }

        throw new OutboxStoreException(
            $"Another process of this application runs as the instance '{wanted}'. Give each its own OutboxOptions.Instance, or none.", isTransient: true, mayBeCommitted: false);
    }

    private static async ValueTask<bool> TryLockAsync(NpgsqlConnection connection, long key, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, "SELECT pg_try_advisory_lock($1)").With(key);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    // The name has letters, digits and underscores alone.
    private static async ValueTask ListenAsync(NpgsqlConnection connection, string channel, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, $"LISTEN \"{channel}\"");
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    // A pooled connection keeps nothing of it.
    private static async ValueTask CloseAsync(NpgsqlConnection connection)
    {
        try
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await using var command = Sql.Command(connection, "SELECT pg_advisory_unlock_all()");
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (PostgreSqlFailure.Is(exception))
        {
            // It is broken, and its locks went with it.
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task KeepListeningAsync()
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                _connection ??= await ReopenAsync().ConfigureAwait(false);
                pause = TimeSpan.FromMilliseconds(100);
                if (await _connection.WaitAsync(s_silence, _ending.Token).ConfigureAwait(false))
                {
                    _wake();
                    continue;
                }

                await using var command = Sql.Command(_connection, "SELECT 1");
                await command.ExecuteNonQueryAsync(_ending.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (PostgreSqlFailure.Is(exception) || exception is OperationCanceledException or InvalidOperationException)
            {
                // Not logged here: the relay polls, and tells when the database is down and when it is back.
                if (_connection is { } broken) await broken.DisposeAsync().ConfigureAwait(false);
                _connection = null;
                await Task.Delay(pause, TimeProvider.System, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, s_longestPause.Ticks));
            }
        }
    }

    private async ValueTask<NpgsqlConnection> ReopenAsync()
    {
        var connection = await _location.OpenAsync(_ending.Token).ConfigureAwait(false);
        try
        {
            // Where another process has taken the name meanwhile, it has ended this epoch, and the relay finds that out.
            await TryLockAsync(connection, _keyOf(Name), _ending.Token).ConfigureAwait(false);
            await ListenAsync(connection, _channel, _ending.Token).ConfigureAwait(false);
            _wake();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
