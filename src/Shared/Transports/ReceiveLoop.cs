namespace EventGen;

/// <summary>
/// Receives over one connection after the other, and begins again whatever ended it. Its health is good as long as it receives, and no longer. Compiled into each transport.
/// </summary>
/// <param name="health">Its own.</param>
/// <param name="receive">Receives over one connection, and calls <see cref="Receiving"/> when it does; completes when that has ended, and tells why.</param>
/// <param name="describe">What a failure may be told as.</param>
/// <param name="isConnected">Whether there is a connection: a failure that comes without one is told by the connection alone.</param>
/// <param name="notReceiving">Told of each other failure once, until it receives again.</param>
internal sealed class ReceiveLoop(
    ConnectionHealth health, Func<CancellationToken, Task<string>> receive, Func<Exception, string> describe, Func<bool> isConnected, Action<string> notReceiving)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task _running = Task.CompletedTask;

    // The failure that was told last, until it receives again.
    private volatile string? _told;

    /// <summary>Cancelled when nothing more is to be received.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>How it fares.</summary>
    public PublisherHealth Health => health.Current;

    /// <summary>Begins; completes when it receives for the first time.</summary>
    public Task StartAsync()
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return _ready.Task;
    }

    /// <summary>Called by who receives, when it does.</summary>
    /// <param name="tell">Logs it.</param>
    public void Receiving(Action tell)
    {
        _told = null;
        health.Connected();
        tell();
        _ready.TrySetResult();
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            string failure;
            try
            {
                failure = await receive(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                failure = describe(exception);
            }

            if (_stop.IsCancellationRequested) return;
            health.NotReceiving(failure);
            if (_told != failure && isConnected())
            {
                _told = failure;
                notReceiving(failure);
            }

            await Task.Delay(s_pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
