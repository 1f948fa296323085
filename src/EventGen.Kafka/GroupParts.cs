using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>What one client of a group after the other works with.</summary>
internal sealed class GroupParts
{
    // The receiving thread's alone: of each partition, what this instance knew of it last.
    private readonly Dictionary<TopicPartition, AssignedPartition> _last = [];

    public GroupParts(string publisher, string group, KafkaOptions options, MessageReceiver receiver, ClusterConnection cluster, KafkaFailure failure, GroupStatus status)
    {
        Publisher = publisher;
        Group = group;
        Options = options;
        Receiver = receiver;
        Cluster = cluster;
        Failure = failure;
        Status = status;
        Settings = ClientSettings.Consumer(publisher, group, options);
        Limiter = new InFlightLimiter(options.Prefetch);
        Handover = new MessageHandover(receiver, Limiter, new OwnMessages(publisher, group, receiver.Logger), Stopping.Token);
    }

    public string Publisher { get; }

    public string Group { get; }

    public KafkaOptions Options { get; }

    public MessageReceiver Receiver { get; }

    /// <summary>Looks after the topics.</summary>
    public ClusterConnection Cluster { get; }

    public KafkaFailure Failure { get; }

    public GroupStatus Status { get; }

    /// <summary>What each client is told.</summary>
    public ConsumerConfig Settings { get; }

    /// <summary>Bounds what the bus has, over all clients.</summary>
    public InFlightLimiter Limiter { get; }

    /// <summary>Gives the bus messages.</summary>
    public MessageHandover Handover { get; }

    /// <summary>Cancelled when the bus is to be given nothing more.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    /// <summary>Cancelled when the group is to be left.</summary>
    public CancellationTokenSource Ending { get; } = new();

    /// <summary>
    /// Where the group was in each partition when this instance started, or began where it knew nothing yet; <see langword="null"/> until that is known, and where a new application
    /// begins with the oldest message. The receiving thread's alone.
    /// </summary>
    public Dictionary<TopicPartition, Offset>? Begin { get; set; }

    /// <summary>Remembers what is known of a partition from now on, also when it has been given back.</summary>
    public void Remember(AssignedPartition partition) => _last[partition.Partition] = partition;

    /// <summary>Whether a partition was given back without the group knowing what had been handled of it: the group had not waited.</summary>
    public bool HasUncommitted => _last.Values.Any(static partition => partition.IsUncommitted);

    /// <summary>The group has taken a commit.</summary>
    public void Committed(TopicPartitionOffset committed)
    {
        if (_last.TryGetValue(committed.TopicPartition, out var partition)) partition.Committed = committed.Offset;
    }

    /// <summary>Up to where this instance has handled a partition; 0 if it never had it.</summary>
    public long HandledUpTo(TopicPartition partition) => _last.GetValueOrDefault(partition)?.Committable ?? 0;
}
