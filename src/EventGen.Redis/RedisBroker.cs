using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Redis: publishes to a channel, for who is subscribed, or to a stream, for groups. Thread safe.</summary>
internal sealed class RedisBroker : Broker<RedisOptions>
{
    private readonly RedisAddress _address;
    private readonly RedisConnection _connection;
    private readonly RedisChannel _channel;

    // Of the bus, once it has started, where it only publishes to a stream.
    private StreamKeyWatch? _stream;

    // Sent along where our own messages come back to us.
    private string? _origin;

    public RedisBroker(string name, RedisOptions options, RedisAddress address)
        : base(name, options, address.ToString())
    {
        _address = address;
        _channel = RedisChannel.Literal(options.Channel);
        _connection = new RedisConnection(name, address, options.Timeout, Connection);
    }

    // The client sees to it.
    protected override bool SendsInTime => true;

    protected override void Started(MessageReceiver receiver)
    {
        _connection.Logger = receiver.Logger;
        if (Options is { Receive: true, Mode: RedisMode.PubSub }) _origin = receiver.Origin;
        if (Options is { Receive: false, Mode: RedisMode.Streams })
            _stream = new StreamKeyWatch(Options.Channel, new StreamOperation(Name, Options.Channel, "cannot publish", Connection, _connection.Describe, receiver.Logger));
    }

    protected override ITransportReceiver CreateReceiver(MessageReceiver receiver, string group)
    {
        var health = HealthOf(receiver);
        return Options.Mode == RedisMode.PubSub
            ? new PubSubReceiver(Name, _connection, _address, health, receiver, Options)
            : new StreamReceiver(Name, _connection, new RedisConnection(Name, _address, Options.Timeout, health, StreamReceiver.Hold), health, receiver, group, Options);
    }

    protected override async Task CheckAsync(CancellationToken stopping)
    {
        // That it has lost the connection the client tells by itself, and why; not that nobody answers, nor why it gets no other.
        var client = await _connection.GetAsync().WaitAsync(stopping).ConfigureAwait(false);
        if (!client.IsConnected)
        {
            await _connection.LookAsync(client).WaitAsync(stopping).ConfigureAwait(false);
            return;
        }

        var database = client.GetDatabase();
        await AnsweredAsync(database.PingAsync(), stopping).ConfigureAwait(false);
        _stream?.Look(database);
    }

    protected override Task SendAsync(EventMessage message)
    {
        var connecting = _connection.GetAsync();
        return connecting.IsCompletedSuccessfully ? Send(connecting.Result, message) : SendWhenConnectedAsync(connecting, message);
    }

    protected override string Describe(Exception failure) => _connection.Describe(failure);

    // The client refuses at once what it has no connection for.
    protected override bool IsUnsent(Exception failure) => failure is RedisConnectionException
    {
        FailureType: ConnectionFailureType.UnableToConnect or ConnectionFailureType.UnableToResolvePhysicalConnection,
        CommandStatus: CommandStatus.WaitingToBeSent,
    };

    protected override bool IsRefusal(Exception failure) => failure is RedisServerException;

    protected override Exception ToException(Exception failure, string message) => new RedisPublishException(message, RedisFailure.IsUnreachable(failure));

    protected override ValueTask CloseAsync() => _connection.DisposeAsync();

    private async Task SendWhenConnectedAsync(Task<ConnectionMultiplexer> connecting, EventMessage message) =>
        await Send(await connecting.WaitAsync(Options.Timeout, TimeProvider.System).ConfigureAwait(false), message).ConfigureAwait(false);

    private Task Send(ConnectionMultiplexer client, EventMessage message)
    {
        byte[] body = Options.CloudEvents ? message.ToCloudEvent(_origin) : message.ToTransportJson(_origin);
        return Options.Mode == RedisMode.PubSub
            ? client.GetSubscriber().PublishAsync(_channel, body)
            : client.GetDatabase().StreamAddAsync(
                Options.Channel,
                [
                    new NameValueEntry(ReceivedEntry.GroupField, ApplicationOf(message)),
                    new NameValueEntry(ReceivedEntry.DataField, body),
                ],
                messageId: null,
                maxLength: Options.MaxStreamLength,
                useApproximateMaxLength: true);
    }
}
