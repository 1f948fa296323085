using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace EventGen.Nats;

/// <summary>Receives a stream as one of the instances of an application: asks, hands over, acknowledges.</summary>
internal sealed class StreamReceiver : ITransportReceiver
{
    private const string Missed = "The stream deleted messages before they were received: receive faster, or raise MaxAge, MaxMessages or MaxBytes.";
    private const string Deleted = "The stream was deleted before they were received.";
    private const string NoDelivery = "A message came that the consumer did not send: somebody publishes to inboxes.";

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_check = TimeSpan.FromSeconds(5);
    private static readonly byte[] s_acknowledge = "+ACK"u8.ToArray();

    private readonly string _publisher;
    private readonly NatsConnector _connector;
    private readonly ConnectionHealth _health;
    private readonly MessageReceiver _receiver;
    private readonly NatsOptions _options;
    private readonly string _group;
    private readonly OwnMessages _own;
    private readonly string _consumer;
    private readonly string _source;
    private readonly StreamTopology _topology;
    private readonly ReceiveLoop _loop;
    private readonly InFlightLimiter _limiter;
    private readonly ReceivedMessages<OpenMessage> _messages;
    private readonly OpenMessages _open = new();
    private readonly MessageAcknowledger _acknowledger;
    private readonly PullWindow _window;
    private readonly string _deliveredTooOften;
    private readonly ConsumerWatch _consumerWatch;
    private readonly StreamPosition _position = new();

    // The receiving loop's alone.
    private readonly SequenceGaps _gaps = new();

    // Set once, when the bus starts.
    private ReceiveStart _start = null!;

    // Interlocked only. 1 since messages waited and none came: that there is a new request says nothing. What says that it receives is a message, or that none waits.
    private int _isStarving;

    // Replaced with each connection.
    private volatile PullConsumer? _pulling;

    /// <param name="publisher">The publisher's name.</param>
    /// <param name="connector">Shared with publishing.</param>
    /// <param name="health">Its own.</param>
    /// <param name="receiver">Takes the messages.</param>
    /// <param name="topology">The stream.</param>
    /// <param name="group">The application's name.</param>
    /// <param name="options">The settings.</param>
    public StreamReceiver(string publisher, NatsConnector connector, ConnectionHealth health, MessageReceiver receiver, StreamTopology topology, string group, NatsOptions options)
    {
        _publisher = publisher;
        _connector = connector;
        _health = health;
        _receiver = receiver;
        _options = options;
        _topology = topology;
        _group = group;
        _own = new OwnMessages(publisher, group, receiver.Logger);
        _consumer = ConsumerName.Of(group);
        _source = $"consumer '{_consumer}' of stream '{options.Stream}'";
        _loop = new ReceiveLoop(health, ReceiveAsync, connector.Describe, () => connector.Open is not null, failure => receiver.Logger.NotReceiving(publisher, _source, failure));
        _limiter = new InFlightLimiter(options.Prefetch);
        _messages = new ReceivedMessages<OpenMessage>(receiver, _limiter, SettleAsync);
        _window = new PullWindow(options.Prefetch);
        _acknowledger = new MessageAcknowledger(connector, _open);
        _consumerWatch = new ConsumerWatch(publisher, _consumer, options.Stream!, health, receiver.Logger);
        _deliveredTooOften = $"It was delivered {options.DeliveryLimit} times (DeliveryLimit), and each time left unfinished. Its handler may end the process.";
    }

    public PublisherHealth Health => _loop.Health;

    public Task StartAsync()
    {
        _start = new ReceiveStart(_options.Timeout, TimeProvider.System);
        _acknowledger.Start();
        return _loop.StartAsync();
    }

    public Task StopAsync() => _loop.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _limiter.DrainAsync(_options.Timeout).ConfigureAwait(false);
        await _acknowledger.StopAsync(_options.Timeout).ConfigureAwait(false);
        if (_open.Count is > 0 and var left) _receiver.Logger.Unacknowledged(_publisher, left);
    }

    private async Task<string> ReceiveAsync(CancellationToken stopping)
    {
        var session = await _connector.GetAsync(stopping).ConfigureAwait(false);
        var stream = await _topology.GetStreamAsync(session, stopping).ConfigureAwait(false);
        if (!_open.Begin(stream.Created)) TellDeleted();
        var consumer = await _topology.GetConsumerAsync(session, _consumer, _group, stream, _position.Start(stream, _start), stopping).ConfigureAwait(false);
        _position.Note(consumer);
        _gaps.Begin(consumer.Delivered.StreamSeq, consumer.Delivered.ConsumerSeq);
        _acknowledger.AckWait = consumer.Config.AckWait;

        await using var pulling = new PullConsumer(session, _options.Stream!, _consumer, _window, TimeProvider.System);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            await pulling.StartAsync(stopping).ConfigureAwait(false);
            _pulling = pulling;
            if (Volatile.Read(ref _isStarving) == 0) Receiving();
            var watching = WatchAsync(session, pulling, stream.Config, ended.Token);
            await TakeAllAsync(pulling, stopping).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
            return await pulling.Ended.WaitAsync(stopping).ConfigureAwait(false);
        }
        finally
        {
            _pulling = null;
            if (stopping.IsCancellationRequested) await ReturnUntakenAsync(session, pulling).ConfigureAwait(false);
        }
    }

    private void Receiving() => _loop.Receiving(() => _receiver.Logger.Receiving(_publisher, _source));

    private void Served()
    {
        if (Volatile.Read(ref _isStarving) == 1 && Interlocked.Exchange(ref _isStarving, 0) == 1) Receiving();
    }

    // What the bus has of it is handled. Of what was stored after the last look, nobody knows.
    private void TellDeleted()
    {
        ulong lost = _position.BeginAnew();
        _receiver.Logger.StreamDeleted(_publisher, _options.Stream!, lost);
        if (lost > 0) _receiver.ReportLost((int)Math.Min(lost, int.MaxValue), Deleted);
    }

    // What came before the end is taken, whatever ended it: the server does not know of the end, and waits for the acknowledgement.
    private async Task TakeAllAsync(PullConsumer pulling, CancellationToken stopping)
    {
        while (await pulling.Messages.WaitToReadAsync(stopping).ConfigureAwait(false))
        {
            while (!stopping.IsCancellationRequested && pulling.Messages.TryRead(out var incoming)) await TakeAsync(incoming, stopping).ConfigureAwait(false);
            stopping.ThrowIfCancellationRequested();
        }
    }

    private async Task TakeAsync(Incoming incoming, CancellationToken stopping)
    {
        if (!Delivery.TryParse(incoming.ReplyTo, out var delivery))
        {
            _receiver.ReportLost(1, NoDelivery);
            return;
        }

        _window.Arrived();
        Served();
        _position.Note(delivery);
        if (_gaps.Observe(delivery) is > 0 and var missed) _receiver.ReportLost(missed, Missed);
        var (open, isHandled) = _open.Add(delivery);
        if (open is null)
        {
            if (isHandled) await _acknowledger.SendAsync(delivery.Reply, s_acknowledge).ConfigureAwait(false);
            Settled();
            return;
        }

        if (_own.Contains(WireForm.Group(incoming.Headers)))
        {
            // What this application published, its own handlers have handled where it was emitted.
            _receiver.ReportOwn();
            await AcknowledgeAsync(open).ConfigureAwait(false);
            Settled();
            return;
        }

        await _limiter.EnterAsync(stopping).ConfigureAwait(false);
        _ = HandAsync(open, incoming.Headers, incoming.Body);
    }

    private Task HandAsync(OpenMessage open, HeaderBlock headers, byte[] body)
    {
        if (!WireForm.TryRead(headers, body, _receiver.Limits, out var message, out string? fault)) return _messages.RejectAsync(fault!, WireForm.Keep(headers, body, _receiver.Limits), open);
        return open.Times > _options.DeliveryLimit && !_open.WasReturned(open.Sequence)
            ? _messages.RejectAsync(message!, _deliveredTooOften, open)
            : _messages.ReceiveAsync(message!, open);
    }

    private async ValueTask SettleAsync(OpenMessage open, ReceiveResult result)
    {
        try
        {
            if (result.IsSettled) await AcknowledgeAsync(open).ConfigureAwait(false);
            else await _acknowledger.ReturnAsync(open, _loop.Stopping.IsCancellationRequested ? 0 : open.Times).ConfigureAwait(false);
        }
        finally
        {
            Settled();
        }
    }

    private async ValueTask AcknowledgeAsync(OpenMessage open)
    {
        if (!await _acknowledger.SendAsync(open, s_acknowledge).ConfigureAwait(false)) return;   // counted as left
        _open.Remove(open, isHandled: true);
    }

    private void Settled()
    {
        _window.Settled();
        _pulling?.RequestMore();
    }

    // Gives back at once what came too late to be handled here.
    private async Task ReturnUntakenAsync(NatsSession session, PullConsumer pulling)
    {
        try
        {
            await pulling.DrainAsync(_options.Timeout).ConfigureAwait(false);
            while (pulling.Messages.TryRead(out var incoming))
            {
                if (incoming.ReplyTo is not null) await session.Client.PublishAsync(incoming.ReplyTo, MessageAcknowledger.NotNow, serializer: NatsRawSerializer<byte[]>.Default).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The server gives it to another when nobody has attended it for long enough.
        }
    }

    // Ends what has died unnoticed: nothing but this knows that nothing will come any more.
    private async Task WatchAsync(NatsSession session, PullConsumer pulling, StreamConfig stream, CancellationToken ended)
    {
        ulong? idleAt = null;
        var sinceCheck = TimeSpan.Zero;
        while (!ended.IsCancellationRequested)
        {
            await Task.WhenAny(session.Lost, Task.Delay(s_tick, TimeProvider.System, ended)).ConfigureAwait(false);
            if (session.Lost.IsCompletedSuccessfully)
            {
                pulling.End(await session.Lost.ConfigureAwait(false));
                return;
            }

            _consumerWatch.Look(session.Log);
            if (pulling.IsSilent)
            {
                pulling.End("the server has forgotten a request for messages");
                return;
            }

            sinceCheck += s_tick;
            if (sinceCheck < s_check) continue;
            sinceCheck = TimeSpan.Zero;
            try
            {
                var consumer = await _topology.ReadConsumerAsync(session, _consumer, ended).ConfigureAwait(false);
                _position.Note(consumer);
                CheckLag(consumer, stream);
                if (consumer.NumPending == 0) Served();

                // Some wait, this instance has asked for them, and nobody was sent any since the last check.
                ulong? idle = consumer.NumPending > 0 && pulling.IsWaiting ? consumer.Delivered.ConsumerSeq : null;
                bool isIdle = idle is not null && idle == idleAt;
                if (!_consumerWatch.IsHeldBack(consumer, isIdle) && isIdle)
                {
                    Volatile.Write(ref _isStarving, 1);
                    pulling.End("messages wait at the server, which sends none");
                    return;
                }

                idleAt = idle;
            }
            catch (Exception) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                pulling.End(_connector.Describe(exception));
                return;
            }
        }
    }

    private void CheckLag(ConsumerInfo consumer, StreamConfig stream)
    {
        bool isNear = stream is { Discard: StreamConfigDiscard.Old, MaxMsgs: > 0 } && consumer.NumPending > (ulong)stream.MaxMsgs / 10 * 8;
        if (isNear && !_isNear) _receiver.Logger.LagNearsLimit(_publisher, _consumer, _options.Stream!, consumer.NumPending, stream.MaxMsgs);
        if (isNear != _isNear) _health.Warn("lag", isNear ? $"consumer '{_consumer}' is so far behind that stream '{_options.Stream}' may delete messages before they are received" : null);
        _isNear = isNear;
    }

    // The watch's alone.
    private bool _isNear;
}
