using EventGen.Kafka;

namespace EventGen;

/// <summary>Publishes events to Kafka, and receives those of other processes where <see cref="KafkaOptions.Receive"/> says so. Thread safe.</summary>
/// <remarks>
/// A Kafka that cannot be reached fails each publish and nothing else; the connection and what receives over it come back by themselves. A publish succeeds when all
/// replicas in sync have stored it. An event that the bus received is not published again, unless <see cref="PublishToAttribute.OnReceive"/> says so, and what its application published itself does not come back to it.
/// </remarks>
public sealed class KafkaTransport : IEventTransport, IEventPublisherHealth, IEventPublisherServers
{
    private readonly KafkaOptions _options;

    // Null where it is not used at all.
    private readonly KafkaBroker? _broker;

    /// <summary>Makes a publisher with a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="configure">Says where Kafka is, and how it is used.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no secret.</exception>
    public KafkaTransport(string name, Action<KafkaOptions> configure)
        : this(name, TransportRegistration.Configured(configure))
    {
    }

    /// <summary>Makes a publisher with a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="options">Where Kafka is, and how it is used. Later changes have no effect on what has been made.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no secret.</exception>
    public KafkaTransport(string name, KafkaOptions options)
    {
        _options = TransportOptions<KafkaOptions>.Checked(name, options);
        Name = name;
        if (_options.Enabled) _broker = new KafkaBroker(name, _options);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<PublisherServer> Servers =>
        _options.Enabled ? [.. _options.BootstrapServers!.Split(',').Select(server => new PublisherServer(Name, server.Trim(), _options.Tls ? "kafka-secure" : "kafka"))] : [];

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
    /// <exception cref="KafkaPublishException">Kafka has not confirmed it, so that whether it has arrived is unknown; or it has refused it.</exception>
    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _broker?.PublishAsync(message, cancellationToken) ?? default;
    }

    /// <inheritdoc/>
    public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => _broker?.StopReceivingAsync(cancellationToken) ?? default;

    /// <summary>Acknowledges what has been handled, and closes the connection. Waits at most for some <see cref="KafkaOptions.Timeout"/>.</summary>
    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? default;

    /// <summary>The publisher's name, and where it publishes, without a password.</summary>
    public override string ToString() => $"{Name}: {_options}";
}
