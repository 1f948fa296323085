using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>RabbitMQ.Client, as somebody would write it who needs nothing else: persistent messages, each confirmed, each acknowledged.</summary>
internal sealed class RabbitMQRoute(string address, string name, bool isQuorum, ushort prefetch) : Route
{
    private const string Key = "benchmark.shipped";
    private static readonly BasicProperties s_persistent = new() { Persistent = true, ContentType = "application/json" };

    private IConnection? _connection;
    private IChannel? _sending;
    private IChannel? _receiving;

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
        _receiving = await _connection.CreateChannelAsync();
    }

    public override async Task ListenAsync()
    {
        await _receiving!.BasicQosAsync(0, prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(_receiving);
        consumer.ReceivedAsync += async (_, delivered) =>
        {
            Take(delivered.Body.Span);
            await _receiving.BasicAckAsync(delivered.DeliveryTag, multiple: false);
        };
        await _receiving.BasicConsumeAsync($"{name}.{Group}", autoAck: false, consumer);
    }

    public override ValueTask SendAsync(Shipped shipped) => _sending!.BasicPublishAsync(name, Key, mandatory: true, s_persistent, Write(shipped));

    public override async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        await DeleteAsync(address, name, $"{name}.{Group}");
    }
}
