using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Nats;

/// <summary>Makes connections to NATS: one at a time, on first use, and again by whoever asks when it is gone. Thread safe.</summary>
/// <param name="publisher">Its name, for reports.</param>
/// <param name="address">Where NATS is.</param>
/// <param name="credentialsFile">Who connects, in a file.</param>
/// <param name="timeout">How long connecting may take, to each server.</param>
/// <param name="health">Told of what happens to the connection.</param>
internal sealed class NatsConnector(string publisher, NatsAddress address, string? credentialsFile, TimeSpan timeout, ConnectionHealth health) : IAsyncDisposable
{
    // The client gives up by itself after the timeout, and has then logged why.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();

    // Under _gate. Null until somebody asks; replaced when it has failed or is closed.
    private Task<NatsSession>? _connecting;
    private bool _isClosed;

    // Cancelled when it is closed: nobody waits for a connection that is of no use any more.
    private readonly CancellationTokenSource _closing = new();

    private readonly OutageLog _outage = new();

    // The one that was made last.
    private volatile NatsSession? _session;

    /// <summary>Where it reports to.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>The connection, where there is an open one.</summary>
    public NatsSession? Open => _session is { IsOpen: true } session ? session : null;

    /// <summary>An open connection.</summary>
    /// <exception cref="NotConnectedException">The attempt to connect failed.</exception>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    /// <exception cref="ObjectDisposedException">It has been closed.</exception>
    public Task<NatsSession> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_connecting is { IsCompletedSuccessfully: true, Result.IsOpen: true }) return _connecting;
            if (_connecting is null || _connecting.IsCompleted)
            {
                // Outlives whoever asked first, so without their context.
                using (ExecutionContext.SuppressFlow()) _connecting = Task.Run(ConnectAsync);
                BoundedWait.Ignore(_connecting);   // who asked may wait no longer
            }

            return _connecting.WaitAsync(timeout, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>What a failure may be told as.</summary>
    public string Describe(Exception failure) => health.Explain(NatsFailure.Describe(failure, address, timeout, Open?.Log, wasConnected: _session is not null));

    public async ValueTask DisposeAsync()
    {
        Task<NatsSession>? connecting;
        lock (_gate)
        {
            _isClosed = true;
            connecting = _connecting;
        }

        if (connecting is null) return;
        await _closing.CancelAsync().ConfigureAwait(false);
        try
        {
            var session = await connecting.WaitAsync(timeout, TimeProvider.System).ConfigureAwait(false);
            await session.DisposeAsync().AsTask().WaitAsync(timeout, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // There is no connection to close, or nobody who answers.
        }
    }

    private async Task<NatsSession> ConnectAsync()
    {
        var log = new ClientLog();
        try
        {
            var session = await NatsSession.ConnectAsync(address.ToOptions(publisher, timeout, credentialsFile, log), log, (timeout * address.Servers) + s_grace, _closing.Token).ConfigureAwait(false);
            _session = session;
            _outage.End();
            health.Connected();
            Logger.Connected(publisher, address.ToString());
            _ = WatchAsync(session);
            return session;
        }
        catch (Exception exception) when (!_closing.IsCancellationRequested)
        {
            // The log of this attempt knows why. Whoever waits for the connection may ask only when the next attempt has begun, with a log of its own.
            string? rejection = NatsFailure.Rejection(exception, address, log);
            if (rejection is not null) health.Rejected(rejection);
            string failure = health.Explain(NatsFailure.Describe(exception, address, timeout, log, wasConnected: _session is not null));
            Disconnected(failure, isAnswer: rejection is not null || failure == NatsFailure.Silent);
            throw new NotConnectedException(failure, exception);
        }
    }

    private async Task WatchAsync(NatsSession session) => Disconnected(address.WithoutSecrets(await session.Lost.ConfigureAwait(false)), isAnswer: false);

    private void Disconnected(string failure, bool isAnswer)
    {
        // It is no loss that the bus closes it.
        lock (_gate)
        {
            if (_isClosed) return;
        }

        health.Disconnected(failure);
        if (_outage.IsNews(failure, isAnswer)) Logger.Disconnected(publisher, address.ToString(), failure);
    }
}
