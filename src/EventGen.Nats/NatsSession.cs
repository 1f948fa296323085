using NATS.Client.Core;
using NATS.Client.JetStream;

namespace EventGen.Nats;

/// <summary>One connection to NATS, for as long as it lasts: it is never connected again, whoever needs one makes a new one. Thread safe.</summary>
internal sealed class NatsSession : IAsyncDisposable
{
    private const string Gone = "the server closed the connection, or did not answer";

    private readonly ClientLog _log;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _aborted = new();

    // Interlocked only. 1 once it has been closed.
    private int _isClosed;

    private volatile bool _hasStream;

    private NatsSession(NatsConnection client, ClientLog log)
    {
        (Client, _log) = (client, log);
        JetStream = new NatsJSContext(client);
        Publishes = new StreamPublishes(this);
        client.ConnectionDisconnected += (_, _) =>
        {
            // The client would connect again on its own, and nobody would know what was lost.
            Lose(_log.ServerError is { } error && !ClientLog.IsOfRights(error) ? $"it said: {error}" : Gone);
            _ = Task.Run(CloseAsync);
            return ValueTask.CompletedTask;
        };
    }

    public NatsConnection Client { get; }

    public NatsJSContext JetStream { get; }

    /// <summary>What is published to streams.</summary>
    public StreamPublishes Publishes { get; }

    /// <summary>What the client has logged.</summary>
    public ClientLog Log => _log;

    /// <summary>Whether it can be used.</summary>
    public bool IsOpen => !_lost.Task.IsCompleted && Client.ConnectionState == NatsConnectionState.Open;

    /// <summary>Completes when it is gone, and tells why.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Cancelled when it is gone: calls that are under way then have no answer to wait for.</summary>
    public CancellationToken Aborted => _aborted.Token;

    /// <summary>Whether the stream is known to be there.</summary>
    public bool HasStream { get => _hasStream; set => _hasStream = value; }

    /// <summary>Connects.</summary>
    /// <param name="options">Where to, and how.</param>
    /// <param name="log">Learns why it failed.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it, and closes what there is of it.</param>
    public static async Task<NatsSession> ConnectAsync(NatsOpts options, ClientLog log, TimeSpan limit, CancellationToken cancellationToken)
    {
        var session = new NatsSession(new NatsConnection(options), log);
        try
        {
            await BoundedWait.ForAsync(session.Client.ConnectAsync().AsTask(), limit, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Completes when the server has read everything that was written before the call.</summary>
    public Task FlushAsync() => Client.PingAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        Lose("closed");
        await CloseAsync().ConfigureAwait(false);
    }

    private void Lose(string reason)
    {
        _lost.TrySetResult(reason);
        Publishes.FailAll(reason);
    }

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1) return;
        await _aborted.CancelAsync().ConfigureAwait(false);
        try
        {
            await Client.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It is of no use any more.
        }
    }
}
