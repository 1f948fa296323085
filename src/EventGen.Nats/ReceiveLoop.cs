namespace EventGen.Nats;

/// <summary>Receives over one connection after the other, and begins again whatever ended it. Its health is good as long as it receives, and no longer.</summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="source">What is received, for reports.</param>
/// <param name="connector">Makes the connections.</param>
/// <param name="health">Its own.</param>
/// <param name="receiver">Has the log.</param>
internal sealed class ReceiveLoop(string publisher, string source, NatsConnector connector, ConnectionHealth health, MessageReceiver receiver)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task _running = Task.CompletedTask;

    // The failure that was logged last, until it receives again.
    private volatile string? _told;

    /// <summary>Cancelled when nothing more is to be received.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Begins.</summary>
    /// <param name="receive">Receives over one connection; completes when that has ended, and tells why.</param>
    /// <returns>Completes when it receives for the first time.</returns>
    public Task StartAsync(Func<NatsSession, CancellationToken, Task<string>> receive)
    {
        _running = Task.Run(() => RunAsync(receive), CancellationToken.None);
        return _ready.Task;
    }

    /// <summary>Called by who receives, when it does.</summary>
    public void Receiving()
    {
        _told = null;
        health.Connected();
        receiver.Logger.Receiving(publisher, source);
        _ready.TrySetResult();
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync(Func<NatsSession, CancellationToken, Task<string>> receive)
    {
        while (!_stop.IsCancellationRequested)
        {
            string failure;
            try
            {
                var session = await connector.GetAsync(_stop.Token).ConfigureAwait(false);
                failure = await receive(session, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                failure = connector.Describe(exception);
            }

            if (_stop.IsCancellationRequested) return;
            health.Disconnected($"it does not receive: {failure}");
            if (_told != failure) receiver.Logger.NotReceiving(publisher, source, failure);
            _told = failure;
            await Task.Delay(s_pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
