using System.Threading.Channels;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Receives what is published on a channel.</summary>
internal sealed class PubSubReceiver : IRedisReceiver
{
    private const string BufferFull = "Messages arrived faster than the bus took them: raise ReceiveBuffer or Workers, or use streams.";

    private readonly RedisConnection _connection;
    private readonly MessageReceiver _receiver;
    private readonly RedisChannel _channel;
    private readonly Channel<byte[]> _buffer;
    private readonly InFlightLimiter _limiter;
    private readonly ReceivedMessages _messages;
    private readonly CancellationTokenSource _stop = new();
    private Task? _pumping;

    // Interlocked only. What the full buffer had no room for and nobody has reported yet.
    private int _lost;

    public PubSubReceiver(string publisher, RedisConnection connection, RedisAddress address, MessageReceiver receiver, RedisOptions options)
    {
        _connection = connection;
        _receiver = receiver;
        _channel = RedisChannel.Literal(options.Channel);
        _buffer = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.ReceiveBuffer) { SingleReader = true });
        _limiter = new InFlightLimiter(options.Prefetch);
        _messages = new ReceivedMessages(receiver, _limiter);
        connection.Restored += () => connection.Logger.SubscribedAgain(publisher, address.ToString(), options.Channel);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Called again when it has failed.
        _pumping ??= Task.Run(PumpAsync, CancellationToken.None);
        var client = await _connection.GetAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var subscriber = client.GetSubscriber();
        try
        {
            // A queue keeps the order, but has no bound: it is emptied at once into ours, which has one.
            var queue = await subscriber.SubscribeAsync(_channel).WaitAsync(cancellationToken).ConfigureAwait(false);
            queue.OnMessage(Take);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The client remembers a subscription from the call on, whatever becomes of the call.
            await subscriber.UnsubscribeAsync(_channel, flags: CommandFlags.FireAndForget).ConfigureAwait(false);
            throw;
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_pumping is not null) await _pumping.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return default;
    }

    private void Take(ChannelMessage message)
    {
        if (!_buffer.Writer.TryWrite((byte[]?)message.Message ?? [])) Interlocked.Increment(ref _lost);
    }

    private async Task PumpAsync()
    {
        try
        {
            while (await _buffer.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
            {
                while (!_stop.IsCancellationRequested && _buffer.Reader.TryRead(out byte[]? wire))
                {
                    ReportLost(0);
                    bool isMessage = EventMessage.TryParse(wire, out var message, out string? fault, _receiver.Limits);
                    if (isMessage && message!.Origin == _receiver.Origin) continue;
                    await _limiter.EnterAsync(_stop.Token).ConfigureAwait(false);
                    _ = isMessage
                        ? _messages.ReceiveAsync(message!)   // reports for itself, and takes its place in the queue before it returns
                        : _messages.RejectAsync(fault!, wire);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }

        ReportLost(_buffer.Reader.Count);
    }

    private void ReportLost(int more)
    {
        int lost = Volatile.Read(ref _lost) == 0 ? more : Interlocked.Exchange(ref _lost, 0) + more;
        if (lost > 0) _receiver.ReportLost(lost, BufferFull);
    }
}
