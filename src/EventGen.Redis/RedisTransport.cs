using EventGen.Redis;

namespace EventGen;

/// <summary>Publishes events to Redis, and receives those of other processes where <see cref="RedisOptions.Receive"/> says so. Thread safe.</summary>
/// <remarks>
/// A Redis that cannot be reached fails each publish and nothing else; the connection comes back by itself. An event that the bus received is not published again, unless
/// <see cref="PublishToAttribute.OnReceive"/> says so, and what it published itself does not come back to it.
/// </remarks>
public sealed class RedisTransport : IEventTransport, IEventPublisherHealth, IEventPublisherServers
{
    private readonly RedisOptions _options;

    // Null where it is not used at all.
    private readonly RedisBroker? _broker;

    /// <summary>Makes a publisher with a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="configure">Says where Redis is, and how it is used.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public RedisTransport(string name, Action<RedisOptions> configure)
        : this(name, TransportRegistration.Configured(configure))
    {
    }

    /// <summary>Makes a publisher with a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="options">Where Redis is, and how it is used. Later changes have no effect on what has been made.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public RedisTransport(string name, RedisOptions options)
    {
        _options = TransportOptions<RedisOptions>.Checked(name, options);
        Name = name;
        if (_options.Enabled && RedisAddress.TryParse(_options.Address, out var address, out _))
        {
            _broker = new RedisBroker(name, _options, address);
            Servers = [new PublisherServer(name, address.ToString(), address.Protocol)];
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<PublisherServer> Servers { get; } = [];

    /// <inheritdoc/>
    public bool IsEnabled => _broker is not null;

    /// <inheritdoc/>
    public bool Receives => _broker is not null && _options.Receive;

    /// <inheritdoc/>
    public PublisherHealth Health => _broker?.Health ?? new PublisherHealth(Name, EventBusStatus.Healthy, null);

    /// <inheritdoc/>
    public ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        return _broker?.StartAsync(receiver, cancellationToken) ?? default;
    }

    /// <inheritdoc/>
    /// <exception cref="RedisPublishException">Redis has not confirmed it; whether it has arrived is unknown.</exception>
    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _broker?.PublishAsync(message, cancellationToken) ?? default;
    }

    /// <inheritdoc/>
    public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => _broker?.StopReceivingAsync(cancellationToken) ?? default;

    /// <summary>Acknowledges what has been handled, and closes the connections. Waits at most for some <see cref="RedisOptions.Timeout"/>.</summary>
    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? default;

    /// <summary>The publisher's name, and where it publishes, without the password.</summary>
    public override string ToString() => $"{Name}: {_options}";
}
