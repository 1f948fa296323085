using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace EventGen.RabbitMQ;

/// <summary>What the server calls for one channel that consumes. The client calls it one call after the other.</summary>
internal sealed class Consumer : AsyncDefaultBasicConsumer
{
    private readonly Func<Delivery, Task> _receive;
    private readonly TaskCompletionSource<ShutdownEventArgs?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Interlocked only.
    private long _arrived;

    // What the client waits for now, or has waited for last.
    private volatile Task _receiving = Task.CompletedTask;

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

    /// <summary>How many messages have come.</summary>
    public long Arrived => Interlocked.Read(ref _arrived);

    /// <summary>Whether it could get another message. Not while one waits for the bus to take it: those behind that one are in the client, and nobody can count them.</summary>
    /// <param name="prefetch">How many it may have.</param>
    public bool HasRoom(int prefetch) => _receiving.IsCompleted && Acknowledger.Open < prefetch;

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
        Interlocked.Increment(ref _arrived);
        return _receiving = _receive(delivery);
    }

    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _ended.TrySetResult(null);
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }
}
