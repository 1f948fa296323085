using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>Receives from a queue: consumes, hands over, acknowledges what was handled; begins again whatever ended it.</summary>
internal sealed class QueueReceiver : ITransportReceiver
{
    private const string Cancelled = "the server has cancelled its consumer: its queue was deleted, or is not available";
    private const string ConsumerGone = "the server has no consumer of its queue";
    private const string Starving = "messages wait in its queue, and the server sends it none";

    // While it is not certain that anything comes.
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);

    // Each return to the queue counts towards the delivery limit: what could not be settled now may be in a while.
    private static readonly TimeSpan s_returnAfter = TimeSpan.FromSeconds(1);

    private readonly string _publisher;
    private readonly RabbitMQConnection _connection;
    private readonly RabbitMQAddress _address;
    private readonly MessageReceiver _receiver;
    private readonly RabbitMQOptions _options;
    private readonly Topology _topology;
    private readonly OwnMessages _own;
    private readonly InFlightLimiter _limiter;
    private readonly ReceivedMessages<Delivery> _messages;
    private readonly string _deliveredTooOften;
    private readonly ReceiveLoop _loop;

    // Kept open while the bus drains: what is acknowledged later goes over it.
    private volatile Consumer? _consumer;

    // The loop's alone: the consumer before got nothing. That there is another one says nothing: what says that it receives is a message, or that none waits.
    private bool _isStarving;

    /// <param name="publisher">The publisher's name.</param>
    /// <param name="connection">Shared with publishing.</param>
    /// <param name="address">Where it goes, for reports.</param>
    /// <param name="health">Its own: healthy as long as there is a consumer, and no longer.</param>
    /// <param name="receiver">Takes the messages.</param>
    /// <param name="group">Whose instances share the queue.</param>
    /// <param name="topology">The queue.</param>
    /// <param name="options">The settings.</param>
    public QueueReceiver(
        string publisher, RabbitMQConnection connection, RabbitMQAddress address, ConnectionHealth health, MessageReceiver receiver, string group, Topology topology, RabbitMQOptions options)
    {
        _publisher = publisher;
        _connection = connection;
        _address = address;
        _receiver = receiver;
        _own = new OwnMessages(publisher, group, receiver.Logger);
        _topology = topology;
        _options = options;
        _loop = new ReceiveLoop(health, ReceiveAsync, connection.Describe, () => connection.IsOpen, failure => receiver.Logger.NotConsuming(publisher, options.Exchange, failure));
        _limiter = new InFlightLimiter(options.Prefetch);
        _messages = new ReceivedMessages<Delivery>(receiver, _limiter, SettleAsync);
        _deliveredTooOften = $"It was given back to its queue {options.DeliveryLimit} times (DeliveryLimit). Its handler may end the process.";
    }

    /// <summary>How it fares. What is not being consumed from is never healthy, whatever was told last.</summary>
    public PublisherHealth Health
    {
        get
        {
            var health = _loop.Health;
            return health.Status == EventBusStatus.Healthy && _consumer is not { Channel.IsOpen: true } ? health with { Status = EventBusStatus.Degraded, LastError = $"{_address}: it does not receive yet." } : health;
        }
    }

    public Task StartAsync() => _loop.StartAsync();

    public Task StopAsync() => _loop.StopAsync();

    /// <summary>Waits until what the bus has is settled. The rest goes back to the queue with the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _limiter.DrainAsync(_options.Timeout).ConfigureAwait(false);
        if (_consumer is not { } consumer) return;
        await Task.WhenAny(consumer.Acknowledger.Told, Task.Delay(_options.Timeout, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
        await consumer.Channel.CloseAsync(_options.Timeout).ConfigureAwait(false);
    }

    private async Task<string> ReceiveAsync(CancellationToken stopping)
    {
        var client = await _connection.GetAsync(stopping).ConfigureAwait(false);
        string queue = await _topology.EnsureQueueAsync(client).ConfigureAwait(false);
        var consumer = await ConsumeAsync(client, queue).ConfigureAwait(false);
        return await EndOfAsync(consumer, client, queue, stopping).ConfigureAwait(false);
    }

    // Also asks: neither the client nor the server tells of everything that leaves a queue without a consumer, or without events.
    private async Task<string> EndOfAsync(Consumer consumer, IConnection client, string queue, CancellationToken stopping)
    {
        // What others have declared may have one active consumer, and AMQP cannot ask.
        var watch = new DeliveryWatch(mayBeStandby: _options.SingleActiveConsumer || (!_options.ExclusiveQueue && _options.Topology != RabbitMQTopology.Declare));
        while (true)
        {
            try
            {
                var reason = await consumer.Ended.WaitAsync(_isStarving ? s_soon : watch.Interval, TimeProvider.System, stopping).ConfigureAwait(false);
                return reason is null ? Cancelled : RabbitMQFailure.Answer(reason, _address);
            }
            catch (TimeoutException)
            {
                if (!consumer.Channel.IsOpen) return ConsumerGone;
                var looking = _topology.LookAfterAsync(client, queue);
                await BoundedWait.ForAsync(looking, Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(false);
                var found = await looking.ConfigureAwait(false);
                if (found.ConsumerCount == 0) return ConsumerGone;
                if (watch.IsStarving(found.MessageCount, consumer.Arrived, consumer.HasRoom(_options.Prefetch)))
                {
                    _isStarving = true;
                    return Starving;
                }

                if (_isStarving && (found.MessageCount == 0 || consumer.Arrived > 0)) Receiving(queue);
            }
        }
    }

    private async Task<Consumer> ConsumeAsync(IConnection client, string queue)
    {
        _consumer?.Channel.Abandon();
        _consumer = null;
        var channel = await client.CreateChannelAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
        var consumer = _consumer = new Consumer(channel, TakeAsync);
        await channel.BasicQosAsync(0, (ushort)_options.Prefetch, global: false, CancellationToken.None).ConfigureAwait(false);
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, CancellationToken.None).ConfigureAwait(false);
        if (!_isStarving) Receiving(queue);
        return consumer;
    }

    private void Receiving(string queue)
    {
        _isStarving = false;
        _loop.Receiving(() => _receiver.Logger.Consuming(_publisher, queue));
    }

    // Called by the client, one after the other: the bus gets them in the order of the queue.
    private async Task TakeAsync(Delivery delivery)
    {
        if (_loop.Stopping.IsCancellationRequested) return;   // goes back with the channel
        bool isRead = WireForm.TryRead(delivery.Properties, delivery.Body, _receiver.Limits, out var message, out string? fault);
        if (IsOwn(delivery, message))
        {
            _receiver.ReportOwn();
            delivery.Acknowledge();
            return;
        }

        try
        {
            // Those of a lost connection may still be with the bus.
            await _limiter.EnterAsync(_loop.Stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (!delivery.IsOpen)
        {
            // Given to somebody again, or has been.
            _limiter.Leave();
            return;
        }

        _ = !isRead ? _messages.RejectAsync(fault!, WireForm.IsBinary(delivery.Properties) ? WireForm.Keep(delivery.Properties, delivery.Body, _receiver.Limits) : delivery.Body, delivery)
            : WireForm.Returns(delivery.Properties) >= _options.DeliveryLimit ? _messages.RejectAsync(message!, _deliveredTooOften, delivery)
            : _messages.ReceiveAsync(message!, delivery);
    }

    // What this bus, or an instance of the same group, published, its own handlers have handled where it was emitted.
    private bool IsOwn(Delivery delivery, EventMessage? message) => _options.ExclusiveQueue
        ? message?.Origin == _receiver.Origin
        : _own.Contains(WireForm.Group(delivery.Properties));

    private ValueTask SettleAsync(Delivery delivery, ReceiveResult result)
    {
        if (!result.IsSettled) return ReturnAsync(delivery);
        delivery.Acknowledge();
        return default;
    }

    private async ValueTask ReturnAsync(Delivery delivery)
    {
        await Task.Delay(s_returnAfter, TimeProvider.System, _loop.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        delivery.Return();
    }
}
