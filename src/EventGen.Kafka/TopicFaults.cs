using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>
/// Why nothing comes of a topic or a partition, as the client has said. It says so once, and nothing when that is over. So a fault holds until there is a sign of the contrary: a message, the end of a
/// partition that was fetched anew, or a topic that is there again. The receiving thread's alone.
/// </summary>
/// <param name="consumer">The client.</param>
/// <param name="cluster">Looks after the topics.</param>
internal sealed class TopicFaults(IConsumer<byte[]?, byte[]?> consumer, ClusterConnection cluster)
{
    // Counted in statistics.
    private const int Interval = 5;

    private readonly Dictionary<TopicPartition, PartitionFault> _partitions = [];
    private readonly Dictionary<string, string> _topics = new(StringComparer.Ordinal);

    private int _told;

    /// <summary>One of the faults; <see langword="null"/> for none.</summary>
    public string? Told => _topics.Count > 0 ? _topics.Values.First() : _partitions.Count > 0 ? _partitions.Values.First().Reason : null;

    /// <summary>The client has said why nothing comes.</summary>
    /// <param name="partition">Of what; <see langword="null"/> for the group as a whole.</param>
    /// <param name="error">What it said.</param>
    /// <param name="reason">The same, as it is told.</param>
    /// <param name="isAssigned">Whether this instance has the partition.</param>
    /// <returns>As it is told, with the topic.</returns>
    public string Add(TopicPartition? partition, Error error, string reason, bool isAssigned)
    {
        if (partition is null || string.IsNullOrEmpty(partition.Topic)) return reason;
        reason = $"topic '{partition.Topic}': {reason}";
        if (KafkaFailure.IsMissing(error) || !isAssigned) AddTopic(partition.Topic, reason);
        else if (_partitions.TryGetValue(partition, out var known)) (known.Reason, known.IsFetchedAnew) = (reason, false);
        else _partitions.Add(partition, new PartitionFault { Reason = reason });
        return reason;
    }

    /// <summary>A message has come.</summary>
    public void Received(TopicPartition partition)
    {
        if (_partitions.Count > 0) _partitions.Remove(partition);
    }

    /// <summary>This instance no longer has a partition. Whether another one can have it is found out by looking for its topic.</summary>
    public void GivenBack(TopicPartition partition)
    {
        if (_partitions.Remove(partition, out var fault)) AddTopic(partition.Topic, fault.Reason);
    }

    /// <summary>The client has told how it fares: fetches partitions anew of which nothing came, so that the client says again why, or does not.</summary>
    /// <param name="statistics">Of librdkafka.</param>
    /// <param name="next">From where a partition is fetched; <see langword="null"/> where it cannot be now.</param>
    public void Observe(string statistics, Func<TopicPartition, Offset?> next)
    {
        if (_partitions.Count == 0 || ++_told % Interval != 0) return;
        using var told = new PartitionStatistics(statistics);
        foreach (var (partition, fault) in _partitions.ToArray())
        {
            if (fault.IsFetchedAnew && told.HasReachedEnd(partition)) _partitions.Remove(partition);
            else if (next(partition) is { } offset) fault.IsFetchedAnew = TrySeek(new TopicPartitionOffset(partition, offset));
        }
    }

    /// <summary>Ends the client once a topic is there again that was not: the client would not notice for a while, and a new one does. To be called again and again.</summary>
    /// <exception cref="TopicException">One is there again.</exception>
    public void ThrowIfOver()
    {
        if (_topics.Count > 0 && _topics.Keys.FirstOrDefault(cluster.IsReady) is { } topic) throw new TopicException($"{_topics[topic]}. It can be used again");
    }

    private void AddTopic(string topic, string reason)
    {
        if (_topics.TryAdd(topic, reason.TrimEnd('.'))) cluster.LookAgain(topic);
    }

    private bool TrySeek(TopicPartitionOffset next)
    {
        try
        {
            consumer.Seek(next);
            return true;
        }
        catch (KafkaException exception) when (!exception.Error.IsFatal)
        {
            // It is not being fetched, which the next look finds again.
            return false;
        }
    }

    private sealed class PartitionFault
    {
        public required string Reason { get; set; }

        /// <summary>Whether it has been fetched from the beginning of what is due, without the client saying again why nothing comes.</summary>
        public bool IsFetchedAnew { get; set; }
    }
}
