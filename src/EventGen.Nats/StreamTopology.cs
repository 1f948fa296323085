using System.Globalization;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace EventGen.Nats;

/// <summary>The stream and the consumers of one publisher: creates them, or checks that they are as they must be. Thread safe.</summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="options">The settings; they name a stream.</param>
/// <param name="connector">Has the log.</param>
internal sealed class StreamTopology(string publisher, NatsOptions options, NatsConnector connector)
{
    /// <summary>Why a stream that is not there cannot be used.</summary>
    public const string Missing = "it does not exist. Create it, or set Topology to Declare";

    private const int NotFound = 404;

    // Beyond it the server holds back new messages until earlier ones are acknowledged, of all instances together.
    private const int LeastUnacknowledged = 10_000;

    private readonly string _subject = $"{options.SubjectPrefix}.>";
    private readonly SemaphoreSlim _creating = new(1);

    // Differences are logged once.
    private volatile string? _told;
    private volatile string? _toldOfConsumer;

    /// <summary>To where one asks about the stream.</summary>
    public string StreamQuestion { get; } = $"$JS.API.STREAM.INFO.{options.Stream}";

    /// <summary>To where one asks for it to be created.</summary>
    public string StreamCreation { get; } = $"$JS.API.STREAM.CREATE.{options.Stream}";

    /// <summary>Sees to the stream, once for each connection.</summary>
    public async Task EnsureStreamAsync(NatsSession session, CancellationToken cancellationToken)
    {
        if (session.HasStream) return;
        await _creating.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!session.HasStream) await GetStreamAsync(session, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _creating.Release();
        }
    }

    /// <summary>The stream as it is, created if it may be.</summary>
    /// <exception cref="TopologyException">It is missing, or does not take the events.</exception>
    public async Task<StreamInfo> GetStreamAsync(NatsSession session, CancellationToken cancellationToken)
    {
        string name = options.Stream!;
        var info = await TryReadStreamAsync(session, cancellationToken).ConfigureAwait(false);
        if (info is null)
        {
            if (options.Topology != NatsTopology.Declare) throw new TopologyException($"stream '{name}' cannot be used: {Missing}");
            info = (await session.JetStream.CreateStreamAsync(Wanted(name), cancellationToken).ConfigureAwait(false)).Info;
        }

        if (info.Config.Subjects?.Any(Takes) != true)
            throw new TopologyException($"stream '{name}' does not take '{_subject}'. Add that to its subjects, or set Subject to what it takes");
        TellDifferences(info.Config, name);
        session.HasStream = true;
        return info;
    }

    /// <summary>The consumer of an application, created if it may be.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="consumer">Its name.</param>
    /// <param name="application">Whose it is.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="start">What it begins with if it has to be created.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="TopologyException">It is missing, or would lose messages.</exception>
    public async Task<ConsumerInfo> GetConsumerAsync(NatsSession session, string consumer, string application, StreamInfo stream, ConsumerStart start, CancellationToken cancellationToken)
    {
        var wanted = Wanted(consumer, application, stream.Config.Retention, start);
        var info = await TryReadConsumerAsync(session, consumer, cancellationToken).ConfigureAwait(false);
        if (info is null)
        {
            if (options.Topology != NatsTopology.Declare) throw new TopologyException($"consumer '{consumer}' of stream '{options.Stream}' does not exist. Create it, or set Topology to Declare");
            info = await CreateConsumerAsync(session, wanted, cancellationToken).ConfigureAwait(false);
            TellCreated(info, stream.State, start.IsAgain);
        }

        var config = info.Config;
        if (config.DeliverSubject is not null) throw Wrong(consumer, "pushes messages; make it a pull consumer");
        if (config.AckPolicy != ConsumerConfigAckPolicy.Explicit) throw Wrong(consumer, "does not wait for each acknowledgement; set its acknowledgement policy to explicit");
        if (config.MaxDeliver > 0) throw Wrong(consumer, "has a limit of deliveries, after which the server leaves a message out without a word; remove it and use DeliveryLimit");
        TellDifferences(config, wanted);
        return info;
    }

    /// <summary>The consumer as it is now.</summary>
    public async Task<ConsumerInfo> ReadConsumerAsync(NatsSession session, string consumer, CancellationToken cancellationToken) =>
        (await session.JetStream.GetConsumerAsync(options.Stream!, consumer, cancellationToken).ConfigureAwait(false)).Info;

    /// <summary>The stream as it is; <see langword="null"/> where there is none.</summary>
    public async Task<StreamInfo?> TryReadStreamAsync(NatsSession session, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.JetStream.GetStreamAsync(options.Stream!, cancellationToken: cancellationToken).ConfigureAwait(false)).Info;
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == NotFound)
        {
            return null;
        }
    }

    private async Task<ConsumerInfo> CreateConsumerAsync(NatsSession session, ConsumerConfig wanted, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.JetStream.CreateConsumerAsync(options.Stream!, wanted, cancellationToken).ConfigureAwait(false)).Info;
        }
        catch (NatsJSApiException)
        {
            // Another instance may have been faster, and have seen another last message.
            if (await TryReadConsumerAsync(session, wanted.Name!, cancellationToken).ConfigureAwait(false) is { } created) return created;
            throw;
        }
    }

    private async Task<ConsumerInfo?> TryReadConsumerAsync(NatsSession session, string consumer, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadConsumerAsync(session, consumer, cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == NotFound)
        {
            return null;
        }
    }

    private TopologyException Wrong(string consumer, string what) => new($"consumer '{consumer}' of stream '{options.Stream}' {what}");

    private StreamConfig Wanted(string name) => new(name, [_subject])
    {
        Retention = options.Retention switch
        {
            NatsRetention.Interest => StreamConfigRetention.Interest,
            NatsRetention.WorkQueue => StreamConfigRetention.Workqueue,
            _ => StreamConfigRetention.Limits,
        },
        MaxAge = options.MaxAge,
        MaxMsgs = options.MaxMessages > 0 ? options.MaxMessages : -1,
        MaxBytes = options.MaxBytes > 0 ? options.MaxBytes : -1,
        Discard = options.WhenFull == NatsStreamFullMode.Reject ? StreamConfigDiscard.New : StreamConfigDiscard.Old,
        DuplicateWindow = options.DuplicateWindow,
        NumReplicas = options.Replicas,
    };

    private ConsumerConfig Wanted(string consumer, string application, StreamConfigRetention retention, ConsumerStart start)
    {
        var config = new ConsumerConfig(consumer)
        {
            Description = $"EventGen application '{application}'",
            AckPolicy = ConsumerConfigAckPolicy.Explicit,
            AckWait = options.AckWait,
            MaxDeliver = -1,
            MaxAckPending = Math.Max(LeastUnacknowledged, options.Prefetch * 4L),
        };

        // A work queue has one consumer, and all of it is that one's.
        if (retention == StreamConfigRetention.Workqueue) config.DeliverPolicy = ConsumerConfigDeliverPolicy.All;
        else if (start.Since is { } since) (config.DeliverPolicy, config.OptStartTime) = (ConsumerConfigDeliverPolicy.ByStartTime, since);
        else (config.DeliverPolicy, config.OptStartSeq) = (ConsumerConfigDeliverPolicy.ByStartSequence, start.Sequence);
        return config;
    }

    // Nobody else says that messages were left behind: whether they waited for this application, whose consumer somebody has deleted, or were there before it, it cannot know.
    private void TellCreated(ConsumerInfo info, StreamState stream, bool isAgain)
    {
        ulong behind = info.Delivered.StreamSeq;
        if (isAgain) connector.Logger.ConsumerMadeAgain(publisher, info.Name, options.Stream!, behind + 1);
        else if (stream.Messages > 0 && behind >= stream.FirstSeq) connector.Logger.ConsumerBeginsBehind(publisher, info.Name, options.Stream!, behind, Math.Max(behind, stream.LastSeq));
    }

    // One instance may be newer than another: each says what it would have, and none changes it, else they would do so in turns. What a consumer allows beyond that harms nobody.
    private void TellDifferences(ConsumerConfig actual, ConsumerConfig wanted)
    {
        List<string> others = [];
        if (actual.AckWait != wanted.AckWait) others.Add($"{nameof(options.AckWait)} {options.AckWait} (it has {actual.AckWait})");
        if (actual.MaxAckPending > 0 && actual.MaxAckPending < wanted.MaxAckPending)
            others.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Prefetch)} {options.Prefetch} (which takes a max_ack_pending of {wanted.MaxAckPending}; it has {actual.MaxAckPending})"));
        string told = string.Join(", ", others);
        if (told.Length > 0 && options.Topology == NatsTopology.Declare && told != _toldOfConsumer) connector.Logger.ConsumerDiffers(publisher, wanted.Name!, options.Stream!, told);
        _toldOfConsumer = told;
    }

    private void TellDifferences(StreamConfig actual, string name)
    {
        var wanted = Wanted(name);
        List<string> others = [];
        if (actual.Retention != wanted.Retention) others.Add($"{nameof(options.Retention)} {options.Retention}");
        if (actual.MaxAge != wanted.MaxAge) others.Add($"{nameof(options.MaxAge)} {options.MaxAge}");
        if (actual.MaxMsgs != wanted.MaxMsgs) others.Add($"{nameof(options.MaxMessages)} {options.MaxMessages}");
        if (actual.MaxBytes != wanted.MaxBytes) others.Add($"{nameof(options.MaxBytes)} {options.MaxBytes}");
        if (actual.Discard != wanted.Discard) others.Add($"{nameof(options.WhenFull)} {options.WhenFull}");
        if (actual.DuplicateWindow != wanted.DuplicateWindow) others.Add($"{nameof(options.DuplicateWindow)} {options.DuplicateWindow}");
        if (actual.NumReplicas != wanted.NumReplicas) others.Add($"{nameof(options.Replicas)} {options.Replicas}");
        string told = string.Join(", ", others);
        if (told.Length > 0 && options.Topology == NatsTopology.Declare && told != _told) connector.Logger.StreamDiffers(publisher, name, told);
        _told = told;
    }

    // Whether all that our subject stands for is taken by a pattern, in which * is one token and > all that follow.
    private bool Takes(string pattern)
    {
        string[] taken = pattern.Split('.'), ours = _subject.Split('.');
        for (int i = 0; i < taken.Length; i++)
        {
            if (taken[i] == ">") return true;
            if (i >= ours.Length || (taken[i] != "*" && taken[i] != ours[i]) || (ours[i] == ">" && taken[i] != ">")) return false;
        }

        return taken.Length == ours.Length;
    }
}
