using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>The exchanges and queues of one publisher, and their declaration. Thread safe.</summary>
/// <param name="options">The settings.</param>
/// <param name="group">Whose instances share a queue.</param>
internal sealed class Topology(RabbitMQOptions options, string group)
{
    private const string EveryEvent = "#";

    /// <summary>The queue that the instances of the group share.</summary>
    public string Queue { get; } = $"{options.Exchange}.{group}";

    // Direct, by the name of the queue. What the server itself takes off the queue lies here, for somebody to look at.
    private string DeadLetters => $"{options.Exchange}.dead-letters";

    private string DeadLetterQueue => $"{Queue}.dead-letters";

    /// <summary>Sees to the exchange.</summary>
    public async Task EnsureExchangeAsync(IConnection connection)
    {
        if (options.Topology == RabbitMQTopology.None) return;

        // On a channel of its own: a refusal closes it.
        var channel = await connection.CreateChannelAsync().ConfigureAwait(false);
        try
        {
            await EnsureExchangeAsync(channel).ConfigureAwait(false);
        }
        finally
        {
            await channel.CloseAsync(options.Timeout).ConfigureAwait(false);
        }
    }

    /// <summary>Sees to the exchange and the queue.</summary>
    /// <param name="connection">An exclusive queue lives as long as it does.</param>
    /// <returns>The queue to consume from.</returns>
    public async Task<string> EnsureQueueAsync(IConnection connection)
    {
        var channel = await connection.CreateChannelAsync().ConfigureAwait(false);
        try
        {
            return await EnsureQueueAsync(channel).ConfigureAwait(false);
        }
        finally
        {
            await channel.CloseAsync(options.Timeout).ConfigureAwait(false);
        }
    }

    /// <summary>Looks after a queue that is consumed from: binds it again, in case that its exchange was deleted.</summary>
    /// <param name="connection">The one that consumes.</param>
    /// <param name="queue">The queue.</param>
    /// <returns>Whether the server knows of a consumer. Without <see cref="RabbitMQTopology.Declare"/> or <see cref="RabbitMQTopology.Verify"/>, nothing is asked.</returns>
    public async Task<bool> IsConsumedAsync(IConnection connection, string queue)
    {
        if (options.Topology == RabbitMQTopology.None) return true;
        var channel = await connection.CreateChannelAsync().ConfigureAwait(false);
        try
        {
            await EnsureExchangeAsync(channel).ConfigureAwait(false);
            var found = await channel.QueueDeclarePassiveAsync(queue).ConfigureAwait(false);
            if (options.ExclusiveQueue || options.Topology == RabbitMQTopology.Declare) await channel.QueueBindAsync(queue, options.Exchange, EveryEvent).ConfigureAwait(false);
            return found.ConsumerCount > 0;
        }
        finally
        {
            await channel.CloseAsync(options.Timeout).ConfigureAwait(false);
        }
    }

    private async Task<string> EnsureQueueAsync(IChannel channel)
    {
        if (options.Topology != RabbitMQTopology.None) await EnsureExchangeAsync(channel).ConfigureAwait(false);
        if (options.ExclusiveQueue)
        {
            // Named by the server: the one of a lost connection may still be there. A queue of this process alone is none that others declare.
            var own = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true).ConfigureAwait(false);
            await channel.QueueBindAsync(own.QueueName, options.Exchange, EveryEvent).ConfigureAwait(false);
            return own.QueueName;
        }

        if (options.Topology == RabbitMQTopology.Verify) await channel.QueueDeclarePassiveAsync(Queue).ConfigureAwait(false);
        if (options.Topology != RabbitMQTopology.Declare) return Queue;
        await channel.ExchangeDeclareAsync(DeadLetters, ExchangeType.Direct, durable: true).ConfigureAwait(false);
        await channel.QueueDeclareAsync(DeadLetterQueue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }).ConfigureAwait(false);
        await channel.QueueBindAsync(DeadLetterQueue, DeadLetters, Queue).ConfigureAwait(false);
        var arguments = new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = options.DeliveryLimit,
            ["x-dead-letter-exchange"] = DeadLetters,
            ["x-dead-letter-routing-key"] = Queue,
        };
        if (options.SingleActiveConsumer) arguments["x-single-active-consumer"] = true;
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, arguments).ConfigureAwait(false);
        await channel.QueueBindAsync(Queue, options.Exchange, EveryEvent).ConfigureAwait(false);
        return Queue;
    }

    private Task EnsureExchangeAsync(IChannel channel) => options.Topology == RabbitMQTopology.Declare
        ? channel.ExchangeDeclareAsync(options.Exchange, ExchangeType.Topic, durable: true)
        : channel.ExchangeDeclarePassiveAsync(options.Exchange);
}
