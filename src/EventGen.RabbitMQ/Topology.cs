using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ;

/// <summary>The exchanges and queues of one publisher, and their declaration. Thread safe.</summary>
/// <param name="options">The settings.</param>
/// <param name="group">Whose instances share a queue.</param>
internal sealed class Topology(RabbitMQOptions options, string group)
{
    private const string EveryEvent = "#";
    private const int NotFound = 404;

    // Of who receives alone: the queue of this instance, and the connection that it lives as long as.
    private (IConnection Connection, string Name)? _own;

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
            return await EnsureQueueAsync(connection, channel).ConfigureAwait(false);
        }
        finally
        {
            await channel.CloseAsync(options.Timeout).ConfigureAwait(false);
        }
    }

    /// <summary>Looks after a queue that is consumed from: binds it again, in case that its exchange was deleted.</summary>
    /// <param name="connection">The one that consumes.</param>
    /// <param name="queue">The queue.</param>
    /// <returns>How many messages wait in it for a consumer, and how many consumers it has, those of other instances included.</returns>
    public async Task<QueueDeclareOk> LookAfterAsync(IConnection connection, string queue)
    {
        var channel = await connection.CreateChannelAsync().ConfigureAwait(false);
        try
        {
            if (options.Topology != RabbitMQTopology.None) await EnsureExchangeAsync(channel).ConfigureAwait(false);
            var found = await channel.QueueDeclarePassiveAsync(queue).ConfigureAwait(false);
            if (options.ExclusiveQueue || options.Topology == RabbitMQTopology.Declare) await channel.QueueBindAsync(queue, options.Exchange, EveryEvent).ConfigureAwait(false);
            return found;
        }
        finally
        {
            await channel.CloseAsync(options.Timeout).ConfigureAwait(false);
        }
    }

    private async Task<string> EnsureQueueAsync(IConnection connection, IChannel channel)
    {
        if (options.Topology != RabbitMQTopology.None) await EnsureExchangeAsync(channel).ConfigureAwait(false);
        if (options.ExclusiveQueue)
        {
            // Named by the server: the one of a lost connection may still be there. A queue of this process alone is none that others declare.
            // One for each connection: what fails after its declaration is tried again with the same queue, and one whose consumer has ended keeps what is in it.
            string own = _own?.Connection == connection ? await FindOwnAsync(channel, _own.Value.Name).ConfigureAwait(false) : await DeclareOwnAsync(connection, channel).ConfigureAwait(false);
            await channel.QueueBindAsync(own, options.Exchange, EveryEvent).ConfigureAwait(false);
            return own;
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

    private async Task<string> DeclareOwnAsync(IConnection connection, IChannel channel)
    {
        var declared = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: false).ConfigureAwait(false);
        _own = (connection, declared.QueueName);
        return declared.QueueName;
    }

    private async Task<string> FindOwnAsync(IChannel channel, string queue)
    {
        try
        {
            await channel.QueueDeclarePassiveAsync(queue).ConfigureAwait(false);
            return queue;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == NotFound)
        {
            // Somebody has deleted it, and the answer has closed the channel: the next attempt declares another.
            _own = null;
            throw;
        }
    }

    private Task EnsureExchangeAsync(IChannel channel) => options.Topology == RabbitMQTopology.Declare
        ? channel.ExchangeDeclareAsync(options.Exchange, ExchangeType.Topic, durable: true)
        : channel.ExchangeDeclarePassiveAsync(options.Exchange);
}
