using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>The channel for publishing, made again when an error or a lost connection has closed it. Thread safe.</summary>
/// <param name="connection">What it is made on.</param>
/// <param name="topology">Sees to the exchange each time: the server that comes back may have lost it.</param>
/// <param name="exchange">Where messages go.</param>
internal sealed class PublishChannel(RabbitMQConnection connection, Topology topology, string exchange)
{
    // Confirms are awaited one by one; how many are under way is bounded by who calls.
    private static readonly CreateChannelOptions s_confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly SemaphoreSlim _opening = new(1);

    // Written under _opening.
    private volatile IChannel? _channel;

    /// <summary>Makes the channel, where there is no open one.</summary>
    public async Task<IChannel> GetAsync(CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true } open) return open;
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_channel is { IsOpen: true } made) return made;
            var client = await connection.GetAsync(cancellationToken).ConfigureAwait(false);
            await topology.EnsureExchangeAsync(client).ConfigureAwait(false);
            var old = _channel;
            _channel = await client.CreateChannelAsync(s_confirmed, CancellationToken.None).ConfigureAwait(false);
            if (old is not null) await old.DisposeAsync().ConfigureAwait(false);
            return _channel;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Publishes, and completes when the server has confirmed it. It cannot be cancelled: that would break the channel for all who use it.</summary>
    public async Task PublishAsync(IChannel channel, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body) =>
        await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, CancellationToken.None).ConfigureAwait(false);
}
