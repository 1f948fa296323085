using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace EventGen.RabbitMQ;

/// <summary>What the server calls for one channel that consumes. The client calls it one call after the other.</summary>
internal sealed class Consumer : AsyncDefaultBasicConsumer
{
    private readonly Func<Delivery, Task> _receive;
    private readonly TaskCompletionSource<ShutdownEventArgs?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="channel">The channel.</param>
    /// <param name="receive">Takes a message; what it awaits holds up those behind it.</param>
    public Consumer(IChannel channel, Func<Delivery, Task> receive)
        : base(channel)
    {
        _receive = receive;
        Acknowledger = new DeliveryAcknowledger(channel);

        // The client tells a consumer of it only after the messages before, and one of those may wait for the bus.
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            _ended.TrySetResult(reason);
            return Task.CompletedTask;
        };
    }

    /// <summary>Settles what comes on the channel.</summary>
    public DeliveryAcknowledger Acknowledger { get; }

    /// <summary>Completes when it gets nothing more: the channel is closed, or, with <see langword="null"/>, its queue is gone.</summary>
    public Task<ShutdownEventArgs?> Ended => _ended.Task;

    public override Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        var delivery = new Delivery(Acknowledger, deliveryTag, properties, body.ToArray());   // the client uses the memory again
        Acknowledger.Add(delivery);
        return _receive(delivery);
    }

    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _ended.TrySetResult(null);
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }
}
