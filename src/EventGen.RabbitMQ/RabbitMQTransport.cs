using EventGen.RabbitMQ;
using RabbitMQ.Client.Exceptions;

namespace EventGen;

/// <summary>Publishes events to RabbitMQ, and receives those of other processes where <see cref="RabbitMQOptions.Receive"/> says so. Thread safe.</summary>
/// <remarks>
/// A RabbitMQ that cannot be reached fails each publish and nothing else; connection, channels and consumer come back by themselves. A publish succeeds when
/// the server has confirmed it; one that no queue is bound for fails. An event that the bus received is never published again, and what it published itself does not come back to it.
/// </remarks>
public sealed class RabbitMQTransport : IEventTransport, IEventPublisherHealth
{
    private const string DefaultGroup = "eventgen";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly RabbitMQOptions _options;
    private readonly RabbitMQAddress? _address;
    private readonly ConnectionHealth? _health;
    private readonly RabbitMQConnection? _connection;
    private readonly InFlightLimiter _publishes;
    private readonly CancellationTokenSource _stop = new();
    private readonly PublishChannel? _channel;
    private QueueReceiver? _receiver;
    private Task _background = Task.CompletedTask;

    // Of the bus, once it has started.
    private string? _origin;

    /// <summary>Makes a publisher that answers to a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="configure">Says where RabbitMQ is, and how it is used.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public RabbitMQTransport(string name, Action<RabbitMQOptions> configure)
        : this(name, Configured(configure))
    {
    }

    /// <summary>Makes a publisher that answers to a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="options">Where RabbitMQ is, and how it is used. Later changes have no effect on what has been made.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public RabbitMQTransport(string name, RabbitMQOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        string[] errors = [.. options.ValidationErrors()];
        if (errors.Length > 0) throw new ArgumentException($"RabbitMQ publisher '{name}' cannot work with these options: {string.Join(" ", errors)}", nameof(options));

        Name = name;
        _options = options;
        _publishes = new InFlightLimiter(options.MaxInFlight);
        if (!options.Enabled || !RabbitMQAddress.TryParse(options.Address, out _address, out _)) return;
        _health = new ConnectionHealth(name, _address.ToString());
        _connection = new RabbitMQConnection(name, _address, options.Timeout, _health);
        _channel = new PublishChannel(_connection, new Topology(options, DefaultGroup), options);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public PublisherHealth Health
    {
        get
        {
            var health = _health?.Current ?? new PublisherHealth(Name, EventBusStatus.Healthy, null);
            return health.Status == EventBusStatus.Healthy && _receiver is not null ? _receiver.Health : health;
        }
    }

    /// <inheritdoc/>
    public async ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        if (_connection is null) return;
        _connection.Logger = receiver.Logger;
        _origin = receiver.Origin;
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = connected.Task;
        if (_options.Receive)
        {
            string group = _options.Group ?? receiver.Source ?? DefaultGroup;
            _receiver = new QueueReceiver(Name, _connection, _address!, new ConnectionHealth(Name, _address!.ToString()), receiver, group, new Topology(_options, group), _options);
            begun = _receiver.StartAsync();
        }

        _background = KeepConnectedAsync(connected);

        // A RabbitMQ that is not there yet does not hold up the start.
        await Task.WhenAny(begun, Task.Delay(_options.Timeout, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    /// <exception cref="RabbitMQPublishException">RabbitMQ has not confirmed it, so that whether it has arrived is unknown; or it has no queue for it.</exception>
    public async ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_connection is null) return;
        try
        {
            // The place is kept until the call really ends. Waited for outside of it: a cancelled publish breaks the channel.
            await _publishes.RunAsync(static call => call.Publisher.SendAsync(call.Message), (Publisher: this, Message: message), _options.Timeout, cancellationToken)
                .AsTask().WaitAsync(_options.Timeout, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            _health!.Accepted();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            string failure = _connection.Describe(exception);
            bool isUnroutable = exception is PublishException { IsReturn: true };
            if (exception is PublishException) _health!.Refused(failure);
            else _health!.Failed(failure);
            if (exception is TimeoutException) _channel!.Suspect();
            throw new RabbitMQPublishException(
                isUnroutable
                    ? $"RabbitMQ at {_address} has not delivered event '{message.EventId}' to any queue ({failure})."
                    : $"RabbitMQ at {_address} has not confirmed event '{message.EventId}' ({failure}). Whether it has arrived is unknown.",
                RabbitMQFailure.IsUnreachable(exception));
        }
    }

    /// <inheritdoc/>
    public async ValueTask StopReceivingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        if (_receiver is not null) await _receiver.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Acknowledges what has been handled, and closes the connection. Waits at most for some <see cref="RabbitMQOptions.Timeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopReceivingAsync(CancellationToken.None).ConfigureAwait(false);
        if (_receiver is not null) await _receiver.DisposeAsync().ConfigureAwait(false);
        if (_connection is not null) await _connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The publisher's name, and where it publishes, without the password.</summary>
    public override string ToString() => $"{Name}: {_options}";

    private static RabbitMQOptions Configured(Action<RabbitMQOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new RabbitMQOptions();
        configure(options);
        return options;
    }

    private async Task SendAsync(EventMessage message)
    {
        var (properties, body) = WireForm.Write(message, _options.CloudEvents, _options.Group ?? message.Metadata.Source ?? DefaultGroup, _options.ExclusiveQueue ? _origin : null);
        await _channel!.PublishAsync(message.EventId, properties, body).ConfigureAwait(false);
    }

    /// <summary>Connects again also while there is nothing to publish.</summary>
    private async Task KeepConnectedAsync(TaskCompletionSource connected)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _connection!.GetAsync(_stop.Token).ConfigureAwait(false);
                _health!.Succeeded();
                connected.TrySetResult();
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _health!.Failed(_connection!.Describe(exception));
            }

            await Task.Delay(s_pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
