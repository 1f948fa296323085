using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>One connection to Redis, made on first use, which comes back by itself. Thread safe.</summary>
/// <param name="publisher">Its name, for reports.</param>
/// <param name="address">Where Redis is.</param>
/// <param name="timeout">How long one call may take, and connecting.</param>
/// <param name="health">Told of what happens to the connection.</param>
/// <param name="hold">How much longer a call may take, because Redis holds it until there is an answer.</param>
internal sealed class RedisConnection(string publisher, RedisAddress address, TimeSpan timeout, ConnectionHealth health, TimeSpan hold = default) : IAsyncDisposable
{
    private readonly object _gate = new();

    // Changed under _gate. Null until somebody asks, and again after an attempt that made no multiplexer.
    private Task<ConnectionMultiplexer>? _connecting;
    private bool _isClosed;

    private readonly OutageLog _outage = new();

    private volatile bool _wasConnected;

    // Why the server cannot be connected to, as it was found last; null while that is not known.
    private volatile string? _found;

    /// <summary>Where it reports to.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Whether there is a connection.</summary>
    public bool IsOpen => Volatile.Read(ref _connecting) is { IsCompletedSuccessfully: true, Result.IsConnected: true };

    /// <summary>Raised, on a thread of the client, when a connection has come back.</summary>
    public event Action? Restored;

    /// <summary>The client, connected or trying to be.</summary>
    public Task<ConnectionMultiplexer> GetAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_connecting is null or { IsFaulted: true })
            {
                // Outlives whoever asked first, so without their context.
                using (ExecutionContext.SuppressFlow()) _connecting = Task.Run(ConnectAsync);
            }

            return _connecting;
        }
    }

    /// <summary>Makes a call. The client bounds how long it takes.</summary>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    /// <exception cref="RedisException">Redis, or the client, refused it.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> call)
    {
        var client = await GetAsync().WaitAsync(timeout, TimeProvider.System).ConfigureAwait(false);
        var result = await call(client.GetDatabase()).ConfigureAwait(false);
        health.Succeeded();
        return result;
    }

    /// <summary>Gives up the connection, with everything that waits on it; the next call makes a new one.</summary>
    public void Renew()
    {
        Task<ConnectionMultiplexer>? old;
        lock (_gate) (old, _connecting) = (_connecting, null);
        if (old is not null) _ = CloseAsync(old);
    }

    /// <summary>What a failure may be told as: the client's texts hold the password.</summary>
    public string Describe(Exception? failure) => health.Explain(failure is RedisConnectionException && _found is { } found ? found : Told(failure));

    /// <summary>Finds out why a client has no connection.</summary>
    public async Task LookAsync(ConnectionMultiplexer client)
    {
        string? found = await RedisProbe.AskAsync(address, timeout).ConfigureAwait(false);
        if (client.IsConnected) return;   // it has come back meanwhile
        _found = found;
        if (found is not null) health.Failed(health.Explain(found));
    }

    public async ValueTask DisposeAsync()
    {
        Task<ConnectionMultiplexer>? connecting;
        lock (_gate)
        {
            _isClosed = true;
            connecting = _connecting;
        }

        if (connecting is not null) await CloseAsync(connecting).WaitAsync(2 * timeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private string Told(Exception? failure) => RedisFailure.Describe(failure, address, timeout, _wasConnected);

    // Also one that comes only when nobody waits any more: the client would keep it for as long as the process runs.
    private async Task CloseAsync(Task<ConnectionMultiplexer> connecting)
    {
        try
        {
            var client = await connecting.ConfigureAwait(false);
            await client.CloseAsync(allowCommandsToComplete: false).WaitAsync(timeout, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // There is no connection to close, or nobody who answers.
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var client = await ConnectionMultiplexer.ConnectAsync(address.ToConfiguration(timeout, hold)).ConfigureAwait(false);

        var state = new RedisConnectionState(health);
        client.ConnectionFailed += (_, failed) =>
        {
            _found = null;
            Lost(failed.ConnectionType, failed.Exception);
        };
        client.ConnectionRestored += (_, restored) => Recovered(restored.ConnectionType);

        if (!client.IsConnected)
        {
            _found = await RedisProbe.AskAsync(address, timeout).ConfigureAwait(false);
            Lost(ConnectionType.Interactive, await WhyNotAsync(client).ConfigureAwait(false));
        }
        else if (state.Restored(ConnectionType.Interactive))
        {
            _wasConnected = true;
            _outage.End();
            Logger.Connected(publisher, address.ToString());
        }

        return client;

        void Lost(ConnectionType type, Exception? failure)
        {
            // It is no loss that the bus closes it.
            lock (_gate)
            {
                if (_isClosed) return;
            }

            bool isRejected = RedisFailure.IsRejection(failure);
            if (isRejected) health.Rejected(Told(failure));
            string told = Describe(failure);
            state.Failed(type, told);

            // There may be two, one for commands and one for subscriptions, which are lost together.
            if (_outage.IsNews(told, isAnswer: isRejected || (failure is RedisConnectionException && _found == RedisProbe.NoRedis))) Logger.Disconnected(publisher, address.ToString(), told);

            // The client raises its events on threads of the pool, so that the one of the recovery may have come before.
            Recovered(type, () => IsUp(client, type));
        }

        void Recovered(ConnectionType type, Func<bool>? isUp = null)
        {
            if (!state.Restored(type, isUp)) return;
            (_wasConnected, _found) = (true, null);
            _outage.End();
            Logger.Connected(publisher, address.ToString());
            Restored?.Invoke();
        }
    }

    private static bool IsUp(ConnectionMultiplexer client, ConnectionType type) =>
        type == ConnectionType.Subscription ? client.GetSubscriber().IsConnected() : client.IsConnected;

    // A client without a connection refuses a command at once, and knows more than that it has none.
    private async Task<Exception?> WhyNotAsync(ConnectionMultiplexer client)
    {
        try
        {
            await client.GetDatabase().PingAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return exception;
        }
    }
}
