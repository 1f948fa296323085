using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ;

/// <summary>RabbitMQ: publishes over one channel with confirms, and receives from one queue. Thread safe.</summary>
internal sealed class RabbitMQBroker : Broker<RabbitMQOptions>
{
    private readonly RabbitMQAddress _address;
    private readonly RabbitMQConnection _connection;
    private readonly PublishChannel _channel;
    private readonly ExchangeWatch? _exchange;
    private readonly ServerQuestion _question = new();

    // Of the bus, once it has started.
    private string? _origin;

    public RabbitMQBroker(string name, RabbitMQOptions options, RabbitMQAddress address)
        : base(name, options, address.ToString())
    {
        _address = address;
        _connection = new RabbitMQConnection(name, address, options.Timeout, Connection);
        _channel = new PublishChannel(_connection, new Topology(options, group: ""), options);   // it has no queue
        if (!options.Receive) _exchange = new ExchangeWatch(name, options.Exchange, _channel, _connection, Connection);
    }

    protected override void Started(MessageReceiver receiver)
    {
        _connection.Logger = receiver.Logger;
        _origin = receiver.Origin;
    }

    protected override ITransportReceiver CreateReceiver(MessageReceiver receiver, string group) =>
        new QueueReceiver(Name, _connection, _address, HealthOf(receiver), receiver, group, new Topology(Options, group), Options);

    protected override async Task CheckAsync(CancellationToken stopping)
    {
        var connection = await _connection.GetAsync(stopping).ConfigureAwait(false);

        // One that takes no publishes reads nothing more of a connection that has published, and has said so.
        if (_connection.IsBlocked) return;
        await AnsweredAsync(_question.AskAsync(connection), stopping).ConfigureAwait(false);
        _exchange?.Look();
    }

    // Never cancelled: a cancelled publish breaks the channel.
    protected override Task SendAsync(EventMessage message)
    {
        var (properties, body) = WireForm.Write(message, Options.CloudEvents, ApplicationOf(message), Options.ExclusiveQueue ? _origin : null);
        return _channel.PublishAsync(message.EventId, properties, body);
    }

    protected override string Describe(Exception failure) => _connection.Describe(failure);

    protected override bool IsRefusal(Exception failure) => failure is PublishException;

    protected override void SentTooLate() => _channel.Suspect();

    protected override string? Refusal(EventMessage message, Exception exception) =>
        exception is PublishException { IsReturn: true } ? $"has not delivered event '{message.EventId}' to any queue" : null;

    protected override Exception ToException(Exception failure, string message) => new RabbitMQPublishException(message, RabbitMQFailure.IsUnreachable(failure));

    protected override ValueTask CloseAsync() => _connection.DisposeAsync();
}
