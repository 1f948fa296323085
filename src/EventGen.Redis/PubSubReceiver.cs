using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Receives what is published on a channel.</summary>
internal sealed class PubSubReceiver : ITransportReceiver
{
    private const string BufferFull = "Messages arrived faster than the bus took them: raise ReceiveBuffer or Workers, or use streams.";

    // As long as no more wait in the client, messages go to the bus from there.
    private const int FewWaiting = 64;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    private readonly string _publisher;
    private readonly string _source;
    private readonly RedisConnection _connection;
    private readonly MessageReceiver _receiver;
    private readonly RedisChannel _channel;
    private readonly ReceiveLoop _loop;
    private readonly ReceiveBuffer<byte[]> _buffer;
    private readonly InFlightLimiter _limiter;
    private readonly ReceivedMessages<byte[]> _messages;
    private Task _pumping = Task.CompletedTask;

    // The loop's alone. Whether there was no connection for its last subscription, which may be another one than for commands: the connection tells that.
    private bool _isCutOff;

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
        _receiver = receiver;
        _channel = RedisChannel.Literal(options.Channel);
        _source = $"channel '{_channel}'";
        _loop = new ReceiveLoop(health, ReceiveAsync, connection.Describe, () => !_isCutOff && connection.IsOpen, failure => receiver.Logger.NotReceiving(publisher, _source, failure));
        _limiter = new InFlightLimiter(options.Prefetch);
        _buffer = new ReceiveBuffer<byte[]>(options.ReceiveBuffer, _limiter, Give, lost => receiver.ReportLost(lost, BufferFull), _loop.Stopping);
        _messages = new ReceivedMessages<byte[]>(receiver, _limiter, settle: null);
        receiver.Redelivers = false;
        connection.Restored += () => connection.Logger.SubscribedAgain(publisher, address.ToString(), options.Channel);
    }

    public PublisherHealth Health => _loop.Health;

    public Task StartAsync()
    {
        _pumping = Task.Run(_buffer.RunAsync, CancellationToken.None);
        return _loop.StartAsync();
    }

    public async Task StopAsync()
    {
        await _loop.StopAsync().ConfigureAwait(false);
        await _pumping.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => default;

    // The client keeps a subscription over its connections. Of one that Redis refuses when a connection has come back it says nothing.
    private async Task<string> ReceiveAsync(CancellationToken stopping)
    {
        while (true)
        {
            await SubscribeAsync(stopping).ConfigureAwait(false);
            _loop.Receiving(() => _receiver.Logger.Receiving(_publisher, _source));
            await UntilMissingAsync(stopping).ConfigureAwait(false);
        }
    }

    // Missing in two looks: right after a connection has come back, the client is about to subscribe.
    private async Task UntilMissingAsync(CancellationToken stopping)
    {
        for (int missing = 0; missing < 2;)
        {
            await Task.Delay(s_look, TimeProvider.System, stopping).ConfigureAwait(false);
            var client = await _connection.GetAsync().WaitAsync(stopping).ConfigureAwait(false);
            var subscriber = client.GetSubscriber();
            missing = subscriber.IsConnected() && subscriber.SubscribedEndpoint(_channel) is null ? missing + 1 : 0;
            if (missing == 2) await subscriber.UnsubscribeAsync(_channel, flags: CommandFlags.FireAndForget).ConfigureAwait(false);
        }
    }

    private async Task SubscribeAsync(CancellationToken stopping)
    {
        var client = await _connection.GetAsync().WaitAsync(stopping).ConfigureAwait(false);
        var subscriber = client.GetSubscriber();
        try
        {
            // A queue keeps the order, but has no bound: as soon as the bus does not keep up, it is emptied into ours, which has one.
            var queue = await subscriber.SubscribeAsync(_channel).WaitAsync(stopping).ConfigureAwait(false);
            queue.OnMessage(message => _buffer.Add((byte[]?)message.Message ?? [], mayGive: queue.TryGetCount(out int waiting) && waiting <= FewWaiting));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The client remembers a subscription from the call on, whatever becomes of the call.
            _isCutOff = exception is RedisConnectionException;
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
