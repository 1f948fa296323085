using System.Threading.Channels;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Receives what is published on a channel.</summary>
internal sealed class PubSubReceiver : ITransportReceiver
{
    private const string BufferFull = "Messages arrived faster than the bus took them: raise ReceiveBuffer or Workers, or use streams.";

    // As long as no more wait in the client, messages go to the bus from there.
    private const int FewWaiting = 64;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly RedisConnection _connection;
    private readonly ConnectionHealth _health;
    private readonly MessageReceiver _receiver;
    private readonly RedisChannel _channel;
    private readonly Channel<byte[]> _buffer;
    private readonly InFlightLimiter _limiter;
    private readonly ReceivedMessages _messages;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;

    // Held while a message is given to the bus, so that a stop is sure of the last one.
    private readonly object _giving = new();

    // Interlocked only. How many messages the buffer has, and the one that is being taken off it.
    private int _buffered;

    // Interlocked only. What the full buffer had no room for and nobody has reported yet.
    private int _lost;

    /// <param name="publisher">The publisher's name.</param>
    /// <param name="connection">Shared with publishing. It comes back by itself, and with it the subscription.</param>
    /// <param name="address">Where it goes, for reports.</param>
    /// <param name="health">Its own: healthy from the first subscription on.</param>
    /// <param name="receiver">Takes the messages.</param>
    /// <param name="options">The settings.</param>
    public PubSubReceiver(string publisher, RedisConnection connection, RedisAddress address, ConnectionHealth health, MessageReceiver receiver, RedisOptions options)
    {
        _connection = connection;
        _health = health;
        _receiver = receiver;
        _channel = RedisChannel.Literal(options.Channel);
        _buffer = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.ReceiveBuffer) { SingleReader = true });
        _limiter = new InFlightLimiter(options.Prefetch);
        _messages = new ReceivedMessages(receiver, _limiter);
        connection.Restored += () => connection.Logger.SubscribedAgain(publisher, address.ToString(), options.Channel);
    }

    public PublisherHealth Health => _health.Current;

    public Task StartAsync()
    {
        _running = Task.WhenAll(Task.Run(PumpAsync, CancellationToken.None), Task.Run(BeginAsync, CancellationToken.None));
        return _ready.Task;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        lock (_giving)
        {
            // Who gives one now does not see that it has to stop.
        }
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return default;
    }

    // Until it has a subscription: that one the client keeps.
    private async Task BeginAsync()
    {
        while (!_ready.Task.IsCompleted && !_stop.IsCancellationRequested)
        {
            try
            {
                await SubscribeAsync().ConfigureAwait(false);
                _health.Connected();
                _ready.TrySetResult();
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

    private async Task SubscribeAsync()
    {
        var client = await _connection.GetAsync().WaitAsync(_stop.Token).ConfigureAwait(false);
        var subscriber = client.GetSubscriber();
        try
        {
            // A queue keeps the order, but has no bound: as soon as the bus does not keep up, it is emptied into ours, which has one.
            var queue = await subscriber.SubscribeAsync(_channel).WaitAsync(_stop.Token).ConfigureAwait(false);
            queue.OnMessage(message => Take(queue, (byte[]?)message.Message ?? []));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The client remembers a subscription from the call on, whatever becomes of the call.
            await subscriber.UnsubscribeAsync(_channel, flags: CommandFlags.FireAndForget).ConfigureAwait(false);
            throw;
        }
    }

    // Called by the client, one after the other.
    private void Take(ChannelMessageQueue queue, byte[] wire)
    {
        // Through the buffer, each message wakes a thread.
        if (Volatile.Read(ref _buffered) == 0 && queue.TryGetCount(out int waiting) && waiting <= FewWaiting && _limiter.TryEnter(1) == 1)
        {
            if (TryGive(wire)) return;
            _limiter.Leave();
        }

        Interlocked.Increment(ref _buffered);
        if (_buffer.Writer.TryWrite(wire)) return;
        Interlocked.Decrement(ref _buffered);
        Interlocked.Increment(ref _lost);
    }

    private async Task PumpAsync()
    {
        try
        {
            while (await _buffer.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
            {
                while (!_stop.IsCancellationRequested && _buffer.Reader.TryRead(out byte[]? wire))
                {
                    await _limiter.EnterAsync(_stop.Token).ConfigureAwait(false);
                    if (!TryGive(wire)) _limiter.Leave();
                    Interlocked.Decrement(ref _buffered);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }

        ReportLost(_buffer.Reader.Count);
    }

    // A place of the limiter has been taken for it. False when nothing more is given.
    private bool TryGive(byte[] wire)
    {
        lock (_giving)
        {
            if (_stop.IsCancellationRequested) return false;
            ReportLost(0);
            if (!EventMessage.TryParse(wire, out var message, out string? fault, _receiver.Limits))
            {
                _ = _messages.RejectAsync(fault, wire);
            }
            else if (message.Origin == _receiver.Origin)
            {
                _receiver.ReportOwn();
                _limiter.Leave();
            }
            else
            {
                _ = _messages.ReceiveAsync(message);   // reports for itself, and takes its place in the queue before it returns
            }

            return true;
        }
    }

    private void ReportLost(int more)
    {
        int lost = Volatile.Read(ref _lost) == 0 ? more : Interlocked.Exchange(ref _lost, 0) + more;
        if (lost > 0) _receiver.ReportLost(lost, BufferFull);
    }
}
