namespace EventGen.Kafka;

/// <summary>Kafka: publishes over one producer, and receives as one of the instances of an application. Thread safe.</summary>
internal sealed class KafkaBroker : Broker<KafkaOptions>
{
    private readonly KafkaFailure _failure;
    private readonly ClusterConnection _cluster;

    // Of the bus, once it has started.
    private string[] _topics = [];

    public KafkaBroker(string name, KafkaOptions options)
        : base(name, options, options.BootstrapServers!)
    {
        _failure = new KafkaFailure(options);
        _cluster = new ClusterConnection(name, options, _failure, Connection, AnswerLimit);
    }

    protected override void Started(MessageReceiver receiver)
    {
        _cluster.Logger = receiver.Logger;
        _topics = Topics(receiver);
        foreach (string topic in _topics) _cluster.Add(topic);
    }

    protected override ITransportReceiver CreateReceiver(MessageReceiver receiver, string group)
    {
        string source = $"topics {string.Join(", ", _topics.Select(static topic => $"'{topic}'"))} as group '{group}'";
        var status = new GroupStatus(Name, source, HealthOf(receiver), _failure, receiver.Logger, () => Connection.IsOpen, Options.SessionTimeout + Options.HandoverTimeout);
        return new GroupReceiver(new GroupParts(Name, group, Options, receiver, _cluster, _failure, status), _topics);
    }

    protected override Task CheckAsync(CancellationToken stopping) => _cluster.LookAsync(stopping);

    protected override Task SendAsync(EventMessage message)
    {
        string topic = Options.TopicOf(message.EventId);
        var ready = _cluster.IsReadyAsync(topic, CancellationToken.None);
        return ready.IsCompletedSuccessfully ? Send(topic, message) : SendWhenReadyAsync(ready, topic, message);
    }

    protected override string Describe(Exception failure) => _cluster.Describe(failure);

    protected override bool IsRefusal(Exception failure) => KafkaFailure.IsRefusal(failure);

    protected override string? Refusal(EventMessage message, Exception exception) => IsRefusal(exception) ? $"has refused event '{message.EventId}'" : null;

    protected override Exception ToException(Exception failure, string message) => new KafkaPublishException(message, isUnreachable: !IsRefusal(failure));

    protected override ValueTask CloseAsync() => _cluster.DisposeAsync();

    private async Task SendWhenReadyAsync(ValueTask ready, string topic, EventMessage message)
    {
        try
        {
            await ready.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new NotSentException(exception);
        }

        await Send(topic, message).ConfigureAwait(false);
    }

    private Task Send(string topic, EventMessage message) => _cluster.Producer.ProduceAsync(topic, WireForm.Write(message, Options.CloudEvents, ApplicationOf(message)));

    // Those of the events that name this publisher, or the one for all.
    private string[] Topics(MessageReceiver receiver) => Options.TopicFor is null
        ? [Options.Topic!]
        : [.. receiver.Events.Where(@event => @event.Publishers.Contains(Name)).Select(@event => Options.TopicOf(@event.Id)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
