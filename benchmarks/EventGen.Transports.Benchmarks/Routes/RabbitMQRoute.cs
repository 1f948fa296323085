using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>RabbitMQ.Client, as somebody would write it who needs nothing else: persistent messages with the headers of a CloudEvent, each confirmed, each acknowledged. It sends and receives over connections apart, as two applications do.</summary>
internal sealed class RabbitMQRoute(string address, string name, bool isQuorum, ushort prefetch, int workers = Handlers<BasicDeliverEventArgs>.Workers) : Route
{
    private IConnection? _connection;
    private IConnection? _listening;
    private IChannel? _sending;
    private IChannel? _receiving;
    private Handlers<BasicDeliverEventArgs>? _handlers;

    /// <summary>An exchange and a queue that gets everything.</summary>
    public static async Task DeclareAsync(string address, string exchange, string queue, bool isQuorum)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = isQuorum ? "quorum" : "classic" });
        await channel.QueueBindAsync(queue, exchange, "#");
    }

    /// <summary>Ends what <see cref="DeclareAsync"/> made.</summary>
    public static async Task DeleteAsync(string address, string exchange, string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
        await channel.ExchangeDeleteAsync(exchange);
    }

    public override async Task PrepareAsync()
    {
        await DeclareAsync(address, name, $"{name}.{Group}", isQuorum);
        _connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        _sending = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        _listening = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        _receiving = await _listening.CreateChannelAsync();
    }

    public override async Task ListenAsync()
    {
        await _receiving!.BasicQosAsync(0, prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(_receiving);
        _handlers = new Handlers<BasicDeliverEventArgs>(
            delivered =>
            {
                var properties = delivered.BasicProperties;
                Take(properties.MessageId!, properties.Type!, Encoding.UTF8.GetString((byte[])properties.Headers!["cloudEvents_time"]!), delivered.Body.Span);
                return _receiving.BasicAckAsync(delivered.DeliveryTag, multiple: false);
            },
            workers);
        consumer.ReceivedAsync += async (_, delivered) =>
        {
            // The client uses the memory again.
            await _handlers.AddAsync(workers == 0 ? delivered : new BasicDeliverEventArgs(
                delivered.ConsumerTag, delivered.DeliveryTag, delivered.Redelivered, delivered.Exchange, delivered.RoutingKey, delivered.BasicProperties, delivered.Body.ToArray()));
        };
        await _receiving.BasicConsumeAsync($"{name}.{Group}", autoAck: false, consumer);
    }

    public override ValueTask SendAsync(Shipped shipped)
    {
        var id = NextId();
        var headers = new Dictionary<string, object?> { ["group"] = "sender" };
        foreach (var (attribute, value) in Attributes(id)) headers[$"cloudEvents_{attribute}"] = value;
        var properties = new BasicProperties { Persistent = true, ContentType = "application/json", MessageId = id.ToString(), Type = EventId, Headers = headers };
        return _sending!.BasicPublishAsync(name, EventId, mandatory: true, properties, Write(shipped));
    }

    public override async ValueTask DisposeAsync()
    {
        if (_listening is not null) await _listening.DisposeAsync();
        _handlers?.Dispose();
        if (_connection is not null) await _connection.DisposeAsync();
        await DeleteAsync(address, name, $"{name}.{Group}");
    }
}
