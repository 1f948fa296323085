using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Receives what is published on a channel.</summary>
internal sealed class PubSubReceiver : ITransportReceiver
{
    private const string BufferFull = "Messages arrived faster than the bus took them: raise ReceiveBuffer or Workers, or use streams.";

    // As long as no more wait in the client, messages go to the bus from there.
    private const int FewWaiting = 64;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    private readonly string _publisher;
    private readonly RedisConnection _connection;
    private readonly ConnectionHealth _health;
    private readonly MessageReceiver _receiver;
    private readonly RedisChannel _channel;
    private readonly ReceiveBuffer<byte[]> _buffer;
    private readonly InFlightLimiter _limiter;
    private readonly ReceivedMessages<byte[]> _messages;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;

    /// <param name="publisher">The publisher's name.</param>
    /// <param name="connection">Shared with publishing. It comes back by itself, and with it the subscription, unless Redis refuses that.</param>
    /// <param name="address">Where it goes, for reports.</param>
    /// <param name="health">Its own: healthy from the first subscription on, unless one is refused.</param>
    /// <param name="receiver">Takes the messages.</param>
    /// <param name="options">The settings.</param>
    public PubSubReceiver(string publisher, RedisConnection connection, RedisAddress address, ConnectionHealth health, MessageReceiver receiver, RedisOptions options)
    {
        _publisher = publisher;
        _connection = connection;
        _health = health;
        _receiver = receiver;
        _channel = RedisChannel.Literal(options.Channel);
        _limiter = new InFlightLimiter(options.Prefetch);
        _buffer = new ReceiveBuffer<byte[]>(options.ReceiveBuffer, _limiter, Give, lost => receiver.ReportLost(lost, BufferFull), _stop.Token);
        _messages = new ReceivedMessages<byte[]>(receiver, _limiter, settle: null);
        receiver.Redelivers = false;
        connection.Restored += () => connection.Logger.SubscribedAgain(publisher, address.ToString(), options.Channel);
    }

    public PublisherHealth Health => _health.Current;

    public Task StartAsync()
    {
        _running = Task.WhenAll(Task.Run(_buffer.RunAsync, CancellationToken.None), Task.Run(KeepSubscribedAsync, CancellationToken.None));
        return _ready.Task;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return default;
    }

    // The client keeps a subscription over its connections. Of one that Redis refuses when a connection has come back it says nothing.
    private async Task KeepSubscribedAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await SubscribeAsync().ConfigureAwait(false);
                _health.Connected();
                _receiver.Logger.Receiving(_publisher, $"channel '{_channel}'");
                _ready.TrySetResult();
                await UntilMissingAsync().ConfigureAwait(false);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _health.NotReceiving(_connection.Describe(exception));
                await Task.Delay(s_pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Missing in two looks: right after a connection has come back, the client is about to subscribe.
    private async Task UntilMissingAsync()
    {
        for (int missing = 0; missing < 2;)
        {
            await Task.Delay(s_look, TimeProvider.System, _stop.Token).ConfigureAwait(false);
            var client = await _connection.GetAsync().WaitAsync(_stop.Token).ConfigureAwait(false);
            var subscriber = client.GetSubscriber();
            missing = subscriber.IsConnected() && subscriber.SubscribedEndpoint(_channel) is null ? missing + 1 : 0;
            if (missing == 2) await subscriber.UnsubscribeAsync(_channel, flags: CommandFlags.FireAndForget).ConfigureAwait(false);
        }
    }

    private async Task SubscribeAsync()
    {
        var client = await _connection.GetAsync().WaitAsync(_stop.Token).ConfigureAwait(false);
        var subscriber = client.GetSubscriber();
        try
        {
            // A queue keeps the order, but has no bound: as soon as the bus does not keep up, it is emptied into ours, which has one.
            var queue = await subscriber.SubscribeAsync(_channel).WaitAsync(_stop.Token).ConfigureAwait(false);
            queue.OnMessage(message => _buffer.Add((byte[]?)message.Message ?? [], mayGive: queue.TryGetCount(out int waiting) && waiting <= FewWaiting));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The client remembers a subscription from the call on, whatever becomes of the call.
            await subscriber.UnsubscribeAsync(_channel, flags: CommandFlags.FireAndForget).ConfigureAwait(false);
            throw;
        }
    }

    // A place of the limiter has been taken for it.
    private void Give(byte[] wire)
    {
        if (!EventMessage.TryParse(wire, out var message, out string? fault, _receiver.Limits))
        {
            _ = _messages.RejectAsync(fault, wire, wire);
        }
        else if (message.Origin == _receiver.Origin)
        {
            _receiver.ReportOwn();
            _limiter.Leave();
        }
        else
        {
            _ = _messages.ReceiveAsync(message, wire);   // reports for itself, and takes its place in the queue before it returns
        }
    }
}
