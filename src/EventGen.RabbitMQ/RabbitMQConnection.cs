using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>One connection to RabbitMQ, made on first use, and again by whoever asks when it is gone. Thread safe.</summary>
/// <param name="publisher">Its name, for reports.</param>
/// <param name="address">Where RabbitMQ is.</param>
/// <param name="timeout">How long connecting and closing may take.</param>
/// <param name="health">Told of what happens to the connection.</param>
internal sealed class RabbitMQConnection(string publisher, RabbitMQAddress address, TimeSpan timeout, ConnectionHealth health) : IAsyncDisposable
{
    private const string Publishes = "publishes";

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();

    // Under _gate. Null until somebody asks; replaced when it has failed or is closed.
    private Task<IConnection>? _connecting;
    private bool _isClosed;

    // Under _gate. A server that has said no is not asked again before; each time it says so, the pause is twice as long. Zero for none.
    private TimeSpan _pause;
    private long _refusedAt;

    // Cancelled when it is closed: nobody waits for a connection that is of no use any more.
    private readonly CancellationTokenSource _closing = new();

    // The one made last. Set before anything is told of it.
    private volatile IConnection? _current;

    private volatile bool _isBlocked;

    private readonly OutageLog _outage = new();

    /// <summary>Where it reports to.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Whether there is a connection.</summary>
    public bool IsOpen => _current is { IsOpen: true };

    /// <summary>Whether the server says that it takes no publishes for now.</summary>
    public bool IsBlocked => _isBlocked;

    /// <summary>An open connection.</summary>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    /// <exception cref="ObjectDisposedException">It has been closed.</exception>
    public Task<IConnection> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            bool isOver = _connecting is { IsCompleted: true } and not { IsCompletedSuccessfully: true, Result.IsOpen: true };
            if (_connecting is null || (isOver && Stopwatch.GetElapsedTime(_refusedAt) >= _pause))
            {
                // Outlives whoever asked first, so without their context.
                using (ExecutionContext.SuppressFlow()) _connecting = Task.Run(ConnectAsync);
                BoundedWait.Ignore(_connecting);   // who asked may wait no longer
            }

            return _connecting.WaitAsync(timeout, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Gives up a connection that does not answer, with everything that waits on it; whoever asks next makes a new one.</summary>
    public void Abandon(IConnection connection)
    {
        lock (_gate)
        {
            if (_connecting is not { IsCompletedSuccessfully: true } || _connecting.Result != connection) return;
            _connecting = null;
        }

        _ = Task.Run(() => CloseAsync(connection, "it does not answer"), CancellationToken.None);
    }

    /// <summary>What a failure may be told as.</summary>
    public string Describe(Exception failure) => health.Explain(RabbitMQFailure.Describe(failure, address, timeout));

    public async ValueTask DisposeAsync()
    {
        Task<IConnection>? connecting;
        lock (_gate)
        {
            _isClosed = true;
            connecting = _connecting;
        }

        if (connecting is null) return;
        await _closing.CancelAsync().ConfigureAwait(false);
        try
        {
            await CloseAsync(await connecting.WaitAsync(timeout, TimeProvider.System).ConfigureAwait(false), "the bus has stopped").ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // There is no connection to close.
        }
    }

    private async Task CloseAsync(IConnection connection, string reason)
    {
        try
        {
            await connection.CloseAsync(200, reason, timeout, abort: true, CancellationToken.None).WaitAsync(timeout, TimeProvider.System).ConfigureAwait(false);
            await connection.DisposeAsync().AsTask().WaitAsync(timeout, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nobody answers.
        }
    }

    private async Task<IConnection> ConnectAsync()
    {
        try
        {
            var connection = await OpenAsync().ConfigureAwait(false);
            connection.ConnectionShutdownAsync += (_, reason) =>
            {
                Disconnected(RabbitMQFailure.Answer(reason, address), isAnswer: false);
                return Task.CompletedTask;
            };
            connection.ConnectionBlockedAsync += (_, blocked) =>
            {
                string reason = address.WithoutPassword(blocked.Reason);
                _isBlocked = true;
                health.Warn(Publishes, $"{address} takes no publishes: {reason}");
                Logger.Blocked(publisher, address.ToString(), reason);
                return Task.CompletedTask;
            };
            connection.ConnectionUnblockedAsync += (_, _) =>
            {
                _isBlocked = false;
                health.Warn(Publishes, null);
                return Task.CompletedTask;
            };
            lock (_gate) _pause = TimeSpan.Zero;
            _current = connection;
            _outage.End();
            _isBlocked = false;
            health.Warn(Publishes, null);
            health.Connected();
            Logger.Connected(publisher, address.ToString());

            // Closed before anybody could be told.
            if (!connection.IsOpen) Disconnected("closed at once", isAnswer: false);
            return connection;
        }
        catch (Exception exception)
        {
            bool isAnswer = RabbitMQFailure.IsRejection(exception);
            if (isAnswer) health.Rejected(RabbitMQFailure.Describe(exception, address, timeout));
            Pause(RabbitMQFailure.IsDenial(exception));
            Disconnected(Describe(exception), isAnswer);
            throw;
        }
    }

    private void Pause(bool isDenied)
    {
        lock (_gate)
        {
            _pause = !isDenied ? TimeSpan.Zero : _pause == TimeSpan.Zero ? s_shortestPause : _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
            _refusedAt = Stopwatch.GetTimestamp();
        }
    }

    // The client waits without a limit for a server that takes the connection and never says hello. And it does not wait until the virtual host is open: its first channel does.
    private async Task<IConnection> OpenAsync()
    {
        using var limit = new CancellationTokenSource(2 * timeout, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
        try
        {
            var connection = await address.ToFactory(publisher, timeout).CreateConnectionAsync(end.Token).ConfigureAwait(false);
            try
            {
                var channel = await connection.CreateChannelAsync(cancellationToken: end.Token).ConfigureAwait(false);
                channel.Abandon();
                return connection;
            }
            catch
            {
                _ = Task.Run(() => CloseAsync(connection, "its virtual host could not be opened"), CancellationToken.None);
                throw;
            }
        }
        catch (OperationCanceledException)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            throw new TimeoutException();
        }
    }

    private void Disconnected(string failure, bool isAnswer)
    {
        // It is no loss that the bus closes it.
        lock (_gate)
        {
            if (_isClosed) return;
        }

        // The client may tell of the end of a connection when the next one is there.
        if (health.Disconnected(failure, () => IsOpen) && _outage.IsNews(failure, isAnswer)) Logger.Disconnected(publisher, address.ToString(), failure);
    }
}
