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
    private readonly ReceiveWindow _window;
    private readonly CancellationTokenSource _stop = new();
    private Task? _pumping;
    private bool _isSubscribed;

    // Interlocked only. What the full buffer had no room for and nobody has reported yet.
    private int _lost;

    public PubSubReceiver(string publisher, RedisConnection connection, RedisAddress address, MessageReceiver receiver, RedisOptions options)
    {
        _connection = connection;
        _receiver = receiver;
        _channel = new RedisChannel(options.Channel, RedisChannel.PatternMode.Literal);
        _buffer = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.ReceiveBuffer) { SingleReader = true });
        _window = new ReceiveWindow(receiver, options.Prefetch);
        connection.Restored += () => connection.Logger.SubscribedAgain(publisher, address.ToString(), options.Channel);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Called again when it has failed.
        _pumping ??= Task.Run(PumpAsync, CancellationToken.None);
        var client = await _connection.GetAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var subscriber = client.GetSubscriber();
        if (!_isSubscribed)
        {
            _isSubscribed = true;   // the client remembers it from the call on, whatever becomes of the call: twice would be heard twice
            await subscriber.SubscribeAsync(_channel, Take).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        // The call returns as well while the connection for subscriptions is still being made. A ping takes that connection: it
        // fails where there is none, and is answered behind the subscription.
        await subscriber.PingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
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

    // On the client's one thread for all that is subscribed: it does nothing else, and throws nothing.
    private void Take(RedisChannel channel, RedisValue message)
    {
        if (!_buffer.Writer.TryWrite((byte[]?)message ?? [])) Interlocked.Increment(ref _lost);
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
                    await _window.WaitAsync(_stop.Token).ConfigureAwait(false);
                    _ = isMessage
                        ? _window.ReceiveAsync(message!)   // reports for itself, and takes its place in the queue before it returns
                        : _window.RejectAsync(fault!, wire);
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
