using NATS.Client.Core;
using NATS.Client.JetStream;

namespace EventGen.Nats;

/// <summary>NATS: publishes to subjects, which the server has then read, or to a stream, which has then confirmed it. Thread safe.</summary>
internal sealed class NatsBroker : Broker<NatsOptions>
{
    private const int InterestRounds = 10;

    // The bus attempts it again, which is where one sees how often.
    private static readonly NatsJSPubOpts s_once = new() { RetryAttempts = 1, RetryWaitBetweenAttempts = TimeSpan.Zero };

    private readonly NatsAddress _address;
    private readonly NatsConnector _connector;
    private readonly StreamTopology? _topology;

    // Of CheckAsync alone.
    private bool _isWithoutInterest;
    private int _rounds;

    // Of the bus, once it has started. Sent along where its own messages come back to it.
    private string? _origin;

    public NatsBroker(string name, NatsOptions options, NatsAddress address)
        : base(name, options, address.ToString())
    {
        _address = address;
        _connector = new NatsConnector(name, address, options.CredentialsFile, options.Timeout, Connection);
        if (options.Stream is not null) _topology = new StreamTopology(name, options, _connector);
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
        var health = new ConnectionHealth(Name, _address.ToString());
        return _topology is null
            ? new CoreReceiver(Name, _connector, health, receiver, Options)
            : new StreamReceiver(Name, _connector, health, receiver, _topology, group, Options);
    }

    protected override async Task CheckAsync(CancellationToken stopping)
    {
        var session = await _connector.GetAsync(stopping).ConfigureAwait(false);
        await session.FlushAsync().WaitAsync(AnswerLimit, TimeProvider.System, stopping).ConfigureAwait(false);
        if (Options is { Retention: NatsRetention.Interest, Stream: not null } && _rounds++ % InterestRounds == 0) await TellInterestAsync(session, stopping).ConfigureAwait(false);
    }

    protected override async Task SendAsync(EventMessage message)
    {
        var session = await ConnectAsync().ConfigureAwait(false);
        try
        {
            await (_topology is null ? SendToSubjectAsync(session, message) : SendToStreamAsync(session, message)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (session.Lost.IsCompletedSuccessfully)
        {
            throw new SessionLostException(await session.Lost.ConfigureAwait(false));
        }
    }

    protected override string Describe(Exception failure) => _connector.Describe(failure);

    protected override bool IsRefusal(Exception failure) => failure is NatsJSApiException or NatsPayloadTooLargeException or TopologyException;

    protected override string? Refusal(EventMessage message, Exception exception) => IsRefusal(exception) ? $"has refused event '{message.EventId}'" : null;

    protected override Exception ToException(Exception failure, string message) => new NatsPublishException(message, isUnreachable: !IsRefusal(failure));

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

    private async Task SendToSubjectAsync(NatsSession session, EventMessage message)
    {
        string subject = Subject(message);
        var (headers, body) = WireForm.Write(message, Options.CloudEvents, group: null, _origin);
        int before = session.Log.Refusals;
        await session.Client.PublishAsync(subject, body, headers, serializer: NatsRawSerializer<ReadOnlyMemory<byte>>.Default, cancellationToken: session.Aborted).ConfigureAwait(false);

        // Nothing confirms a publish; but what is answered later was read later.
        await session.FlushAsync().ConfigureAwait(false);
        if (session.Log.HasRefusedPublish(subject, before))
            throw new TopologyException($"it said: Permissions Violation for Publish to '{subject}'. Allow the user this; the documentation lists the rights that are needed.");
    }

    private async Task SendToStreamAsync(NatsSession session, EventMessage message)
    {
        if (!session.HasStream && Options.Topology == NatsTopology.Declare) await _topology!.EnsureStreamAsync(session, session.Aborted).ConfigureAwait(false);
        var (headers, body) = WireForm.Write(message, Options.CloudEvents, ApplicationOf(message), origin: null);
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

    private string Subject(EventMessage message) => $"{Options.SubjectPrefix}.{message.EventId}";

    // Such a stream confirms what it does not keep.
    private async Task TellInterestAsync(NatsSession session, CancellationToken stopping)
    {
        if (!session.HasStream) return;
        bool isWithout = await _topology!.IsWithoutInterestAsync(session, stopping).ConfigureAwait(false);
        if (isWithout && !_isWithoutInterest) _connector.Logger.NoInterest(Name, Options.Stream!);
        if (isWithout != _isWithoutInterest) Connection.Warn(isWithout ? $"stream '{Options.Stream}' keeps nothing, as no application has a consumer" : null);
        _isWithoutInterest = isWithout;
    }
}
