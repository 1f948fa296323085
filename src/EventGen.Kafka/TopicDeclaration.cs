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
    private const string Missing = "it does not exist. Create it, or set Topology to Declare";

    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);

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
        if (_topics[topic].Fault is { } fault) throw new TopicException($"topic '{topic}' cannot be used: {fault}");
    }

    /// <summary>Asks the cluster, about the topics that are not there yet or about one that is.</summary>
    /// <exception cref="KafkaException">It has not answered.</exception>
    public void Check(IAdminClient admin, TimeSpan limit, ILogger logger)
    {
        var open = _topics.Where(static topic => !topic.Value.IsReady).ToArray();
        if (open.Length == 0)
        {
            // About one alone: a cluster may have thousands.
            if (_topics.Keys.FirstOrDefault() is { } any) admin.GetMetadata(any, limit);
            else admin.GetMetadata(limit);
            return;
        }

        // About all: asked for one that is missing, a broker may create it as it is configured, and not as these settings say.
        var there = admin.GetMetadata(limit).Topics.Where(static topic => !topic.Error.IsError).Select(static topic => topic.Topic).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, topic) in open)
        {
            string? fault = there.Contains(name) ? null : options.Topology == KafkaTopology.Declare ? Create(admin, name, limit, logger) : Missing;
            if (fault is not null && fault != topic.Fault) logger.TopicMissing(publisher, name, fault);
            topic.Fault = fault;
            topic.IsReady = fault is null;
            topic.IsKnown = true;
        }

        string[] faults = [.. _topics.Where(static topic => topic.Value.Fault is not null).Select(static topic => $"topic '{topic.Key}' cannot be used: {topic.Value.Fault}.")];
        health.Warn("topics", faults.Length == 0 ? null : string.Join(" ", faults.Order(StringComparer.Ordinal)));
    }

    private string? Create(IAdminClient admin, string topic, TimeSpan limit, ILogger logger)
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
            return NotCreated(failure.Describe(exception.Results[0].Error));
        }
        catch (KafkaException exception)
        {
            return NotCreated(failure.Describe(exception));
        }
    }

    private static string NotCreated(string reason) => $"it could not be created ({reason}). Create it with kafka-topics, or find out why the cluster creates none";

    /// <summary>What is known of a topic. Written by who looks.</summary>
    private sealed class Topic
    {
        private volatile string? _fault;
        private volatile bool _isReady;
        private volatile bool _isKnown;

        /// <summary>Written after what else is known.</summary>
        public bool IsKnown { get => _isKnown; set => _isKnown = value; }

        public string? Fault { get => _fault; set => _fault = value; }

        public bool IsReady { get => _isReady; set => _isReady = value; }
    }
}
