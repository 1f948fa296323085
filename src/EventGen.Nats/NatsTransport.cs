using EventGen.Nats;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace EventGen;

/// <summary>Publishes events to NATS, and receives those of other processes where <see cref="NatsOptions.Receive"/> says so. Thread safe.</summary>
/// <remarks>
/// A NATS that cannot be reached fails each publish and nothing else; the connection and what receives over it come back by themselves. A publish succeeds when the
/// stream has confirmed it, or, without a stream, when the server has read it. An event that the bus received is never published again, and what it published itself
/// does not come back to it.
/// </remarks>
public sealed class NatsTransport : IEventTransport, IEventPublisherHealth
{
    private const string DefaultGroup = "eventgen";

    private const int InterestRounds = 10;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    // A server that stands still is noticed after it, at the latest when the client's own pings were not answered.
    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(3);

    // The bus attempts it again, which is where one sees how often.
    private static readonly NatsJSPubOpts s_once = new() { RetryAttempts = 1, RetryWaitBetweenAttempts = TimeSpan.Zero };

    private readonly NatsOptions _options;
    private readonly NatsAddress? _address;
    private readonly ConnectionHealth? _health;
    private readonly NatsConnector? _connector;
    private readonly StreamTopology? _topology;
    private readonly InFlightLimiter _publishes;
    private readonly CancellationTokenSource _stop = new();
    private INatsReceiver? _receiver;
    private ConnectionHealth? _receivingHealth;
    private Task _background = Task.CompletedTask;

    // The background's alone.
    private bool _isWithoutInterest;

    // Of the bus, once it has started. Sent along where its own messages come back to it.
    private string? _origin;

    /// <summary>Makes a publisher that answers to a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="configure">Says where NATS is, and how it is used.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public NatsTransport(string name, Action<NatsOptions> configure)
        : this(name, Configured(configure))
    {
    }

    /// <summary>Makes a publisher that answers to a name; it connects when the bus starts.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <param name="options">Where NATS is, and how it is used. Later changes have no effect on what has been made.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public NatsTransport(string name, NatsOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        string[] errors = [.. options.ValidationErrors()];
        if (errors.Length > 0) throw new ArgumentException($"NATS publisher '{name}' cannot work with these options: {string.Join(" ", errors)}", nameof(options));

        Name = name;
        _options = options;
        _publishes = new InFlightLimiter(options.MaxInFlight);
        if (!options.Enabled || !NatsAddress.TryParse(options.Address, out _address, out _)) return;
        _health = new ConnectionHealth(name, _address.ToString());
        _connector = new NatsConnector(name, _address, options.CredentialsFile, options.Timeout, _health);
        if (options.Stream is not null) _topology = new StreamTopology(name, options, _connector);
    }

    /// <inheritdoc/>
    public string Name { get; }

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
        if (_connector is null) return;
        _connector.Logger = receiver.Logger;
        if (_topology is null) _origin = receiver.Origin;
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = connected.Task;
        if (_options.Receive)
        {
            _receivingHealth = new ConnectionHealth(Name, _address!.ToString());
            _receiver = _topology is null
                ? new CoreReceiver(Name, _connector, _receivingHealth, receiver, _options)
                : new StreamReceiver(Name, _connector, _receivingHealth, receiver, _topology, _options.Group ?? receiver.Source ?? DefaultGroup, _options);
            begun = _receiver.StartAsync();
        }

        _background = KeepConnectedAsync(connected);

        // A NATS that is not there yet does not hold up the start.
        await Task.WhenAny(begun, Task.Delay(_options.Timeout, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    /// <exception cref="NatsPublishException">NATS has not confirmed it, so that whether it has arrived is unknown; or it has refused it.</exception>
    public async ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_connector is null) return;
        try
        {
            // The place is kept until the call really ends.
            await _publishes.RunAsync(static call => call.Publisher.SendAsync(call.Message), (Publisher: this, Message: message), _options.Timeout, cancellationToken)
                .AsTask().WaitAsync(_options.Timeout, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            _health!.Accepted();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            string failure = _connector.Describe(exception);
            bool isRefused = exception is NatsJSApiException or NatsPayloadTooLargeException or TopologyException;
            if (isRefused) _health!.Refused(failure);
            else _health!.Failed(failure);
            throw new NatsPublishException(
                isRefused
                    ? $"NATS at {_address} has refused event '{message.EventId}' ({failure})."
                    : $"NATS at {_address} has not confirmed event '{message.EventId}' ({failure}). Whether it has arrived is unknown.",
                isUnreachable: !isRefused);
        }
    }

    /// <inheritdoc/>
    public async ValueTask StopReceivingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        if (_receiver is not null) await _receiver.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Acknowledges what has been handled, and closes the connection. Waits at most for some <see cref="NatsOptions.Timeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopReceivingAsync(CancellationToken.None).ConfigureAwait(false);
        if (_receiver is not null) await _receiver.DisposeAsync().ConfigureAwait(false);
        if (_connector is not null) await _connector.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The publisher's name, and where it publishes, without a password or token.</summary>
    public override string ToString() => $"{Name}: {_options}";

    private static NatsOptions Configured(Action<NatsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new NatsOptions();
        configure(options);
        return options;
    }

    private async Task SendAsync(EventMessage message)
    {
        var session = await _connector!.GetAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await (_topology is null ? SendToSubjectAsync(session, message) : SendToStreamAsync(session, message)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (session.Lost.IsCompletedSuccessfully)
        {
            throw new SessionLostException(await session.Lost.ConfigureAwait(false));
        }
    }

    private async Task SendToSubjectAsync(NatsSession session, EventMessage message)
    {
        string subject = Subject(message);
        var (headers, body) = WireForm.Write(message, _options.CloudEvents, group: null, _origin);
        int before = session.Log.Refusals;
        await session.Client.PublishAsync(subject, body, headers, serializer: NatsRawSerializer<ReadOnlyMemory<byte>>.Default, cancellationToken: session.Aborted).ConfigureAwait(false);

        // Nothing confirms a publish; but what is answered later was read later.
        await session.FlushAsync().ConfigureAwait(false);
        if (session.Log.HasRefusedPublish(subject, before))
            throw new TopologyException($"it said: Permissions Violation for Publish to '{subject}'. Allow the user this; the documentation lists the rights that are needed.");
    }

    private async Task SendToStreamAsync(NatsSession session, EventMessage message)
    {
        if (!session.HasStream && _options.Topology == NatsTopology.Declare) await _topology!.EnsureStreamAsync(session, session.Aborted).ConfigureAwait(false);
        var (headers, body) = WireForm.Write(message, _options.CloudEvents, _options.Group ?? message.Metadata.Source ?? DefaultGroup, origin: null);
        var result = await session.JetStream.TryPublishAsync(
            Subject(message), body, NatsRawSerializer<ReadOnlyMemory<byte>>.Default, s_once, headers, session.Aborted).ConfigureAwait(false);
        if (!result.Success)
        {
            // The stream may have been deleted: the next publish looks.
            if (result.Error is NatsJSPublishNoResponseException) session.HasStream = false;
            throw result.Error;
        }

        if (result.Value.Error is { } error) throw new NatsJSApiException(error);
    }

    private string Subject(EventMessage message) => $"{_options.SubjectPrefix}.{message.EventId}";

    // Such a stream confirms what it does not keep.
    private async Task TellInterestAsync(NatsSession session)
    {
        if (!session.HasStream) return;
        bool isWithout = await _topology!.IsWithoutInterestAsync(session, _stop.Token).ConfigureAwait(false);
        if (isWithout && !_isWithoutInterest) _connector!.Logger.NoInterest(Name, _options.Stream!);
        if (isWithout != _isWithoutInterest) _health!.Warn(isWithout ? $"stream '{_options.Stream}' keeps nothing, as no application has a consumer" : null);
        _isWithoutInterest = isWithout;
    }

    /// <summary>Connects again also while there is nothing to publish, and finds out that the server does not answer.</summary>
    private async Task KeepConnectedAsync(TaskCompletionSource connected)
    {
        var limit = _options.Timeout < s_longestAnswer ? _options.Timeout : s_longestAnswer;
        int rounds = 0;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var session = await _connector!.GetAsync(_stop.Token).ConfigureAwait(false);
                await session.FlushAsync().WaitAsync(limit, TimeProvider.System, _stop.Token).ConfigureAwait(false);
                _health!.Succeeded();
                connected.TrySetResult();
                if (_options is { Retention: NatsRetention.Interest, Stream: not null } && rounds++ % InterestRounds == 0) await TellInterestAsync(session).ConfigureAwait(false);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _health!.Failed(_connector!.Describe(exception));
            }

            await Task.Delay(s_pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
