using EventGen.Kafka;

namespace EventGen;

/// <summary>Publishes events to Kafka, and receives those of other processes where <see cref="KafkaOptions.Receive"/> says so. Thread safe.</summary>
/// <remarks>
/// A Kafka that cannot be reached fails each publish and nothing else; the connection and what receives over it come back by themselves. A publish succeeds when all
/// replicas in sync have stored it. An event that the bus received is never published again, and what its application published itself does not come back to it.
/// </remarks>
public sealed class KafkaTransport : IEventTransport, IEventPublisherHealth, IEventPublisherServers
{
    private const string DefaultGroup = "eventgen";

    private readonly KafkaOptions _options;
    private readonly KafkaFailure _failure;
    private readonly ConnectionHealth? _health;
    private readonly ClusterConnection? _connection;
    private readonly InFlightLimiter _publishes;
    private GroupReceiver? _receiver;
    private ConnectionHealth? _receivingHealth;

    /// <summary>Makes a publisher that answers to a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="configure">Says where Kafka is, and how it is used.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no secret.</exception>
    public KafkaTransport(string name, Action<KafkaOptions> configure)
        : this(name, TransportRegistration.Configured(configure))
    {
    }

    /// <summary>Makes a publisher that answers to a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="options">Where Kafka is, and how it is used. Later changes have no effect on what has been made.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no secret.</exception>
    public KafkaTransport(string name, KafkaOptions options)
    {
        _options = TransportOptions<KafkaOptions>.Checked(name, options);
        Name = name;
        _failure = new KafkaFailure(options);
        _publishes = new InFlightLimiter(options.MaxInFlight);
        if (!options.Enabled) return;
        _health = new ConnectionHealth(name, options.BootstrapServers!);
        _connection = new ClusterConnection(name, options, _failure, _health);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<PublisherServer> Servers =>
        _options.Enabled ? [.. _options.BootstrapServers!.Split(',').Select(server => new PublisherServer(Name, server.Trim(), _options.Tls ? "kafka-secure" : "kafka"))] : [];

    /// <inheritdoc/>
    public bool Receives => _options.Receive;

    /// <inheritdoc/>
    public PublisherHealth Health
    {
        get
        {
            var health = _health?.Current ?? new PublisherHealth(Name, EventBusStatus.Healthy, null);
            return health.Status == EventBusStatus.Healthy && _receivingHealth is not null ? _receivingHealth.Current : health;
        }
    }

    /// <inheritdoc/>
    public async ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        if (_connection is null) return;
        _connection.Logger = receiver.Logger;
        string[] topics = Topics(receiver);
        _connection.Add(topics);
        var begun = _connection.Start();
        if (_options.Receive) begun = Receive(receiver, topics);

        // A Kafka that is not there yet does not hold up the start.
        await Task.WhenAny(begun, Task.Delay(_options.Timeout, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    /// <exception cref="KafkaPublishException">Kafka has not confirmed it, so that whether it has arrived is unknown; or it has refused it.</exception>
    public async ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_connection is null) return;
        try
        {
            // The place is kept until the call really ends.
            await _publishes.RunAsync(static call => call.Publisher.SendAsync(call.Message), (Publisher: this, Message: message), _options.Timeout, cancellationToken)
                .AsTask().WaitAsync(_options.Timeout, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            _health!.Accepted();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            string failure = _failure.Describe(exception);
            bool isRefused = KafkaFailure.IsRefusal(exception);
            if (isRefused) _health!.Refused(failure);
            else _health!.Failed(failure);
            throw new KafkaPublishException(
                isRefused
                    ? $"Kafka at {_options.BootstrapServers} has refused event '{message.EventId}' ({failure})."
                    : $"Kafka at {_options.BootstrapServers} has not confirmed event '{message.EventId}' ({failure}). Whether it has arrived is unknown.",
                isUnreachable: !isRefused);
        }
    }

    /// <inheritdoc/>
    public async ValueTask StopReceivingAsync(CancellationToken cancellationToken)
    {
        if (_receiver is not null) await _receiver.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_receiver is not null)
        {
            await _receiver.StopAsync().ConfigureAwait(false);
            await _receiver.DisposeAsync().ConfigureAwait(false);
        }

        if (_connection is not null) await _connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The name, and where it publishes to, without a password.</summary>
    public override string ToString() => $"{Name}: {_options}";

    private Task Receive(MessageReceiver receiver, string[] topics)
    {
        string group = _options.Group ?? receiver.Source ?? DefaultGroup;
        string source = $"topics {string.Join(", ", topics.Select(static topic => $"'{topic}'"))} as group '{group}'";
        _receivingHealth = new ConnectionHealth(Name, _options.BootstrapServers!);
        var patience = _options.SessionTimeout + _options.HandoverTimeout;
        var status = new GroupStatus(Name, source, _receivingHealth, _failure, receiver.Logger, patience);
        if (topics.Length == 0)
        {
            status.NotReceiving($"no event of the bus names publisher '{Name}', so {nameof(KafkaOptions.TopicFor)} names no topic");
            return Task.CompletedTask;
        }

        _receiver = new GroupReceiver(new GroupParts(Name, group, _options, receiver, _failure, status), _connection!, topics);
        return _receiver.Start();
    }

    // Those of the events that name this publisher, or the one for all.
    private string[] Topics(MessageReceiver receiver) => _options.TopicFor is null
        ? [_options.Topic!]
        : [.. receiver.Events.Where(@event => @event.Publishers.Contains(Name)).Select(@event => _options.TopicOf(@event.Id)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private async Task SendAsync(EventMessage message)
    {
        string topic = _options.TopicOf(message.EventId);
        await _connection!.IsReadyAsync(topic, CancellationToken.None).ConfigureAwait(false);
        await _connection.Producer.ProduceAsync(topic, WireForm.Write(message, _options.CloudEvents, _options.Group ?? message.Metadata.Source ?? DefaultGroup)).ConfigureAwait(false);
    }
}
