using EventGen.Redis;
using StackExchange.Redis;

namespace EventGen;

/// <summary>Publishes events to Redis, and receives those of other processes where <see cref="RedisOptions.Receive"/> says so. Thread safe.</summary>
/// <remarks>
/// A Redis that cannot be reached fails each publish and nothing else; the connection comes back by itself. An event that the bus
/// received is never published again, and what it published itself does not come back to it.
/// </remarks>
public sealed class RedisTransport : IEventTransport, IEventPublisherHealth
{
    private const string DefaultGroup = "eventgen";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly RedisOptions _options;
    private readonly RedisAddress? _address;
    private readonly ConnectionHealth? _health;
    private readonly RedisConnection? _connection;
    private readonly InFlightLimiter _publishes;
    private readonly RedisChannel _channel;
    private readonly CancellationTokenSource _stop = new();
    private IRedisReceiver? _receiver;
    private ConnectionHealth? _readingHealth;
    private Task _background = Task.CompletedTask;

    // Sent along where our own messages come back to us.
    private string? _origin;

    /// <summary>Makes a publisher that answers to a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="configure">Says where Redis is, and how it is used.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public RedisTransport(string name, Action<RedisOptions> configure)
        : this(name, Configured(configure))
    {
    }

    /// <summary>Makes a publisher that answers to a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="options">Where Redis is, and how it is used. Later changes have no effect on what has been made.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public RedisTransport(string name, RedisOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        string[] errors = [.. options.ValidationErrors()];
        if (errors.Length > 0) throw new ArgumentException($"Redis publisher '{name}' cannot work with these options: {string.Join(" ", errors)}", nameof(options));

        Name = name;
        _options = options;
        _publishes = new InFlightLimiter(options.MaxInFlight);
        _channel = RedisChannel.Literal(options.Channel);
        if (!options.Enabled || !RedisAddress.TryParse(options.Address, out _address, out _)) return;
        _health = new ConnectionHealth(name, _address.ToString());
        _connection = new RedisConnection(name, _address, options.Timeout, _health);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public PublisherHealth Health
    {
        get
        {
            var health = _health?.Current ?? new PublisherHealth(Name, EventBusStatus.Healthy, null);
            return health.Status == EventBusStatus.Healthy && _readingHealth is not null ? _readingHealth.Current : health;
        }
    }

    /// <inheritdoc/>
    public async ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        if (_connection is null) return;
        _connection.Logger = receiver.Logger;
        if (_options.Receive)
        {
            _origin = _options.Mode == RedisMode.PubSub ? receiver.Origin : null;
            _receiver = CreateReceiver(receiver);
        }

        // A Redis that is not there yet does not hold up the start.
        var begun = BeginAsync();
        _background = Task.WhenAll(begun, WatchAsync());
        await Task.WhenAny(begun, Task.Delay(_options.Timeout, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    /// <exception cref="RedisPublishException">Redis has not confirmed it; whether it has arrived is unknown.</exception>
    public async ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_connection is null) return;
        try
        {
            var client = await _connection.GetAsync().WaitAsync(_options.Timeout, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            await _publishes.RunAsync(static call => call.Publisher.Send(call.Client, call.Message), (Publisher: this, Client: client, Message: message), _options.Timeout, cancellationToken).ConfigureAwait(false);
            _health!.Accepted();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            string failure = _connection.Describe(exception);
            if (exception is RedisServerException) _health!.Refused(failure);
            else _health!.Failed(failure);
            throw new RedisPublishException($"Redis at {_address} has not confirmed event '{message.EventId}' ({failure}). Whether it has arrived is unknown.", RedisFailure.IsUnreachable(exception));
        }
    }

    /// <inheritdoc/>
    public async ValueTask StopReceivingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        if (_receiver is not null) await _receiver.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Acknowledges what has been handled, and closes the connections. Waits at most for some <see cref="RedisOptions.Timeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopReceivingAsync(CancellationToken.None).ConfigureAwait(false);
        if (_receiver is not null) await _receiver.DisposeAsync().ConfigureAwait(false);
        if (_connection is not null) await _connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The publisher's name, and where it publishes, without the password.</summary>
    public override string ToString() => $"{Name}: {_options}";

    private static RedisOptions Configured(Action<RedisOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new RedisOptions();
        configure(options);
        return options;
    }

    private Task Send(ConnectionMultiplexer client, EventMessage message)
    {
        byte[] body = _options.CloudEvents ? message.ToCloudEvent(_origin) : message.ToTransportJson(_origin);
        return _options.Mode == RedisMode.PubSub
            ? client.GetSubscriber().PublishAsync(_channel, body)
            : client.GetDatabase().StreamAddAsync(
                _options.Channel,
                [
                    new NameValueEntry(ReceivedEntry.GroupField, _options.Group ?? message.Metadata.Source ?? DefaultGroup),
                    new NameValueEntry(ReceivedEntry.DataField, body),
                ],
                messageId: null,
                maxLength: _options.MaxStreamLength,
                useApproximateMaxLength: true);
    }

    private IRedisReceiver CreateReceiver(MessageReceiver receiver)
    {
        if (_options.Mode == RedisMode.PubSub) return new PubSubReceiver(Name, _connection!, _address!, receiver, _options);
        _readingHealth = new ConnectionHealth(Name, _address!.ToString());
        var reading = new RedisConnection(Name, _address!, _options.Timeout, _readingHealth, StreamReceiver.Hold);
        return new StreamReceiver(Name, _connection!, reading, _readingHealth, receiver, _options.Group ?? receiver.Source ?? DefaultGroup, _options);
    }

    /// <summary>Connects, and begins to receive, as soon as that is possible.</summary>
    private async Task BeginAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _connection!.GetAsync().WaitAsync(_stop.Token).ConfigureAwait(false);
                if (_receiver is not null) await _receiver.StartAsync(_stop.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                _health!.Failed(_connection!.Describe(exception));
                await Task.Delay(s_pause, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Finds out that Redis does not answer, also while there is nothing to publish.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(_options.Timeout, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                try
                {
                    await _connection!.RunAsync(static database => database.PingAsync()).WaitAsync(_stop.Token).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    _health!.Failed(_connection!.Describe(exception));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The bus stops.
        }
    }
}
