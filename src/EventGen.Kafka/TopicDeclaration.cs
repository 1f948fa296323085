using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace EventGen.Kafka;

/// <summary>The topics that are used: creates those that are missing, or tells of them. Thread safe; one thread looks.</summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="options">The settings.</param>
/// <param name="failure">Tells what failed.</param>
/// <param name="health">Warned of topics that cannot be used.</param>
internal sealed class TopicDeclaration(string publisher, KafkaOptions options, KafkaFailure failure, ConnectionHealth health)
{
    private const string Invalid = "TopicFor names a topic that Kafka does not allow. Give up to 249 letters, digits, '.', '_' and '-'";

    private static readonly Fault s_missing = new("it does not exist. Create it, or set Topology to Declare", IsPassing: false);

    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);

    // Of who looks: whose turn it is, and the topic of which a broker has just said that it cannot be used.
    private uint _turn;
    private string? _suspect;

    /// <summary>Whether the topic was there when somebody looked.</summary>
    public bool IsReady(string topic) => _topics.TryGetValue(topic, out var known) && known.IsReady;

    /// <summary>Whether somebody has looked for the topic.</summary>
    public bool IsKnown(string topic) => _topics[topic].IsKnown;

    /// <summary>Has a topic be looked after.</summary>
    /// <exception cref="TopicException">There can be no such topic.</exception>
    public void Add(string topic) => _ = KafkaOptionsRules.IsTopic(topic) ? _topics.TryAdd(topic, new Topic()) : throw new TopicException(Invalid);

    /// <summary>A topic that was there may be so no longer.</summary>
    public void LookAgain(string topic)
    {
        var known = _topics[topic];
        (known.IsKnown, known.IsReady) = (false, false);
    }

    /// <exception cref="TopicException">The topic cannot be used, as somebody found who has looked.</exception>
    public void ThrowIfUnusable(string topic)
    {
        if (_topics[topic].Fault is { } fault) throw new TopicException($"topic '{topic}' cannot be used: {fault.Text}", fault.IsPassing);
    }

    /// <summary>Asks the cluster, about the topics that are not there yet or about one that is.</summary>
    /// <exception cref="KafkaException">It has not answered.</exception>
    public void Check(IAdminClient admin, TimeSpan limit, ILogger logger)
    {
        var open = _topics.Where(static topic => !topic.Value.IsReady).ToArray();
        if (open.Length == 0)
        {
            AskAboutOne(admin, limit);
            return;
        }

        // About all: asked for one that is missing, a broker may create it as it is configured, and not as these settings say.
        var there = admin.GetMetadata(limit).Topics.ToDictionary(static topic => topic.Topic, static topic => topic.Error, StringComparer.Ordinal);
        foreach (var (name, topic) in open)
        {
            var error = there.GetValueOrDefault(name);
            var fault = error is { IsError: false } ? null : options.Topology == KafkaTopology.Declare ? Create(admin, name, limit, logger) : Unusable(error);
            if (fault is not null && fault != topic.Fault) logger.TopicMissing(publisher, name, fault.Text);
            topic.Fault = fault;
            topic.IsReady = fault is null;
            topic.IsKnown = true;
        }

        string[] faults = [.. _topics.Where(static topic => topic.Value.Fault is not null).Select(static topic => $"topic '{topic.Key}' cannot be used: {topic.Value.Fault!.Text}.")];
        health.Warn("topics", faults.Length == 0 ? null : string.Join(" ", faults.Order(StringComparer.Ordinal)));
    }

    // A cluster may have thousands. Each is asked about in its turn: somebody may have deleted it, or taken a right away.
    private void AskAboutOne(IAdminClient admin, TimeSpan limit)
    {
        string[] names = [.. _topics.Keys];
        if (names.Length == 0)
        {
            admin.GetMetadata(limit);
            return;
        }

        string topic = _suspect ?? names[(int)(_turn++ % (uint)names.Length)];
        bool isAmiss = admin.GetMetadata(topic, limit).Topics.Exists(told => told.Topic == topic && told.Error.IsError && !KafkaFailure.IsPassing(told.Error));

        // A broker that has just started may know of no topic for a moment.
        if (isAmiss && _suspect is not null) LookAgain(topic);
        _suspect = isAmiss && _suspect is null ? topic : null;
    }

    private Fault? Create(IAdminClient admin, string topic, TimeSpan limit, ILogger logger)
    {
        var specification = new TopicSpecification
        {
            Name = topic,
            NumPartitions = options.Partitions == 0 ? -1 : options.Partitions,
            ReplicationFactor = options.Replicas == 0 ? (short)-1 : (short)options.Replicas,
        };
        try
        {
            admin.CreateTopicsAsync([specification], new CreateTopicsOptions { RequestTimeout = limit, OperationTimeout = limit }).GetAwaiter().GetResult();
            logger.TopicCreated(publisher, topic);
            return null;
        }
        catch (CreateTopicsException exception) when (exception.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            return null;
        }
        catch (CreateTopicsException exception)
        {
            return NotCreated(exception.Results[0].Error, limit);
        }
        catch (KafkaException exception)
        {
            return NotCreated(exception.Error, limit);
        }
    }

    private Fault NotCreated(Error reason, TimeSpan limit)
    {
        string text = reason.Code == ErrorCode.Local_TimedOut ? failure.Describe(new NoAnswerException(limit)) : failure.Describe(reason);
        return new Fault($"it could not be created ({text}). Create it with kafka-topics, or find out why the cluster creates none", KafkaFailure.IsPassing(reason));
    }

    // A cluster that has the topic may say what is amiss with it.
    private Fault Unusable(Error? reason) =>
        reason is null || reason.Code == ErrorCode.UnknownTopicOrPart ? s_missing : new Fault(failure.Describe(reason), KafkaFailure.IsPassing(reason));

    /// <summary>Why a topic cannot be used.</summary>
    /// <param name="Text">As it is told.</param>
    /// <param name="IsPassing">Whether the cluster does not answer, or says so to everybody for a while.</param>
    private sealed record Fault(string Text, bool IsPassing);

    /// <summary>What is known of a topic. Written by who looks.</summary>
    private sealed class Topic
    {
        private volatile Fault? _fault;
        private volatile bool _isReady;
        private volatile bool _isKnown;

        /// <summary>Written after what else is known.</summary>
        public bool IsKnown { get => _isKnown; set => _isKnown = value; }

        public Fault? Fault { get => _fault; set => _fault = value; }

        public bool IsReady { get => _isReady; set => _isReady = value; }
    }
}
