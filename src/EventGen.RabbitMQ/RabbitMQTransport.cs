using EventGen.RabbitMQ;

namespace EventGen;

/// <summary>Publishes events to RabbitMQ, and receives those of other processes where <see cref="RabbitMQOptions.Receive"/> says so. Thread safe.</summary>
/// <remarks>
/// A RabbitMQ that cannot be reached fails each publish and nothing else; connection, channels and consumer come back by themselves. A publish succeeds when
/// the server has confirmed it; one that no queue is bound for fails. An event that the bus received is not published again, unless <see cref="PublishToAttribute.OnReceive"/> says so, and what it published itself does not come back to it.
/// </remarks>
public sealed class RabbitMQTransport : IEventTransport, IEventPublisherHealth, IEventPublisherServers
{
    private readonly RabbitMQOptions _options;

    // Null where it is not used at all.
    private readonly RabbitMQBroker? _broker;

    /// <summary>Makes a publisher with a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="configure">Says where RabbitMQ is, and how it is used.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public RabbitMQTransport(string name, Action<RabbitMQOptions> configure)
        : this(name, TransportRegistration.Configured(configure))
    {
    }

    /// <summary>Makes a publisher with a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="options">Where RabbitMQ is, and how it is used. Later changes have no effect on what has been made.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public RabbitMQTransport(string name, RabbitMQOptions options)
    {
        _options = TransportOptions<RabbitMQOptions>.Checked(name, options);
        Name = name;
        if (_options.Enabled && RabbitMQAddress.TryParse(_options.Address, out var address, out _))
        {
            _broker = new RabbitMQBroker(name, _options, address);
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
    /// <exception cref="RabbitMQPublishException">RabbitMQ has not confirmed it, so that whether it has arrived is unknown; or it has no queue for it.</exception>
    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _broker?.PublishAsync(message, cancellationToken) ?? default;
    }

    /// <inheritdoc/>
    public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => _broker?.StopReceivingAsync(cancellationToken) ?? default;

    /// <summary>Acknowledges what has been handled, and closes the connection. Waits at most for some <see cref="RabbitMQOptions.Timeout"/>.</summary>
    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? default;

    /// <summary>The publisher's name, and where it publishes, without the password.</summary>
    public override string ToString() => $"{Name}: {_options}";
}
