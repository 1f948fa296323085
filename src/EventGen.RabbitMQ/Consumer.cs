using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace EventGen.RabbitMQ;

/// <summary>What the server calls for one channel that consumes. The client calls it one call after the other.</summary>
/// <param name="channel">The channel.</param>
/// <param name="receive">Takes a message; what it awaits holds up those behind it.</param>
internal sealed class Consumer(IChannel channel, Func<Delivery, Task> receive) : AsyncDefaultBasicConsumer(channel)
{
    private readonly TaskCompletionSource<ShutdownEventArgs?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
        CancellationToken cancellationToken = default) =>
        receive(new Delivery(Channel, deliveryTag, properties, body.ToArray()));   // the client uses the memory again

    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _ended.TrySetResult(null);
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }

    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        _ended.TrySetResult(reason);
        return base.HandleChannelShutdownAsync(channel, reason);
    }
}
