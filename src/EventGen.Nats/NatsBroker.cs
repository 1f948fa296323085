using NATS.Client.Core;
using NATS.Client.JetStream;

namespace EventGen.Nats;

/// <summary>NATS: publishes to subjects, which the server has then read, or to a stream, which has then confirmed it. Thread safe.</summary>
internal sealed class NatsBroker : Broker<NatsOptions>
{
    private readonly NatsConnector _connector;
    private readonly string _subjects;
    private readonly StreamTopology? _topology;
    private readonly StreamWatch? _stream;

    // Of the bus, once it has started. Sent along where its own messages come back to it.
    private string? _origin;

    public NatsBroker(string name, NatsOptions options, NatsAddress address)
        : base(name, options, address.ToString())
    {
        _subjects = $"{options.SubjectPrefix}.";
        _connector = new NatsConnector(name, address, options.CredentialsFile, options.Timeout, Connection);
        if (options.Stream is null) return;
        _topology = new StreamTopology(name, options, _connector);
        if (!options.Receive) _stream = new StreamWatch(name, options, _topology, _connector, Connection);
    }

    protected override void Started(MessageReceiver receiver)
    {
        _connector.Logger = receiver.Logger;
        if (_topology is not null) return;
        _origin = receiver.Origin;
        receiver.Logger.HasNoStream(Name);
    }

    protected override ITransportReceiver CreateReceiver(MessageReceiver receiver, string group)
    {
        var health = HealthOf(receiver);
        return _topology is null
            ? new CoreReceiver(Name, _connector, health, receiver, Options)
            : new StreamReceiver(Name, _connector, health, receiver, _topology, group, Options);
    }

    protected override async Task CheckAsync(CancellationToken stopping)
    {
        var session = await _connector.GetAsync(stopping).ConfigureAwait(false);
        await AnsweredAsync(session.FlushAsync(), stopping).ConfigureAwait(false);
        _stream?.Look(session);
    }

    protected override Task SendAsync(EventMessage message)
    {
        if (_topology is null) return SendToSubjectAsync(message);
        return _connector.Open is { } session && IsReady(session) ? SendToStreamAsync(session, message) : PrepareAndSendAsync(message);
    }

    protected override string Describe(Exception failure) => _connector.Describe(failure);

    protected override bool IsRefusal(Exception failure) => failure is NatsJSApiException or NatsPayloadTooLargeException or TopologyException;

    protected override string? Refusal(EventMessage message, Exception exception) => IsRefusal(exception) ? $"has refused event '{message.EventId}'" : null;

    protected override Exception ToException(Exception failure, string message) => new NatsPublishException(message, isUnreachable: !IsRefusal(failure) || NatsFailure.IsPassing(failure));

    protected override ValueTask CloseAsync() => _connector.DisposeAsync();

    private async ValueTask<NatsSession> ConnectAsync()
    {
        try
        {
            return await _connector.GetAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new NotSentException(exception);
        }
    }

    private async Task SendToSubjectAsync(EventMessage message)
    {
        var session = _connector.Open ?? await ConnectAsync().ConfigureAwait(false);
        try
        {
            string subject = Subject(message);
            var (headers, body) = WireForm.Write(message, Options.CloudEvents, group: null, _origin);
            int before = session.Log.Refusals;
            await session.Client.PublishAsync(subject, body, headers, serializer: NatsRawSerializer<ReadOnlyMemory<byte>>.Default, cancellationToken: session.Aborted).ConfigureAwait(false);

            // Nothing confirms a publish; but what is answered later was read later.
            await session.Client.PingAsync().ConfigureAwait(false);
            if (session.Log.HasRefusedPublish(subject, before))
                throw new TopologyException($"it said: Permissions Violation for Publish to '{subject}'. Allow the user this; the documentation lists the rights that are needed.");
        }
        catch (OperationCanceledException) when (session.Lost.IsCompletedSuccessfully)
        {
            throw new SessionLostException(await session.Lost.ConfigureAwait(false));
        }
    }

    private Task SendToStreamAsync(NatsSession session, EventMessage message)
    {
        var (headers, body) = WireForm.Write(message, Options.CloudEvents, ApplicationOf(message), origin: null);
        return session.Publishes.PublishAsync(Subject(message), headers!, body);
    }

    private async Task PrepareAndSendAsync(EventMessage message)
    {
        var session = await ConnectAsync().ConfigureAwait(false);
        try
        {
            if (!session.HasStream && Options.Topology == NatsTopology.Declare) await _topology!.EnsureStreamAsync(session, session.Aborted).ConfigureAwait(false);
            await session.Publishes.StartAsync(session.Aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (session.Lost.IsCompletedSuccessfully)
        {
            throw new SessionLostException(await session.Lost.ConfigureAwait(false));
        }

        await SendToStreamAsync(session, message).ConfigureAwait(false);
    }

    private bool IsReady(NatsSession session) => session.Publishes.IsStarted && (session.HasStream || Options.Topology != NatsTopology.Declare);

    private string Subject(EventMessage message) => _subjects + message.EventId;
}
