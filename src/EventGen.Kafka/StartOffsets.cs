using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>Where partitions begin that an instance gets, and what the topic has deleted before it was received.</summary>
/// <param name="parts">What the client of the group works with.</param>
internal sealed class StartOffsets(GroupParts parts)
{
    private const string Missed = "The topic deleted messages before they were received: receive faster, or keep them longer (retention.ms, retention.bytes).";

    /// <summary>
    /// Notes where partitions end of which the group knows nothing yet, and tells the group: it begins there, however long it takes until an instance gets them. To be called before
    /// the group is joined; does nothing once that is known.
    /// </summary>
    /// <exception cref="KafkaException">The cluster has not answered.</exception>
    public void Begin(IConsumer<byte[]?, byte[]?> consumer, IEnumerable<string> topics)
    {
        if (parts.Begin is not null || parts.Options.OffsetReset == KafkaOffsetReset.Earliest) return;
        var limit = parts.Options.Timeout;
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        TopicPartition[] partitions = [.. from topic in topics from known in admin.GetMetadata(topic, limit).Topics from partition in known.Partitions select new TopicPartition(known.Topic, partition.PartitionId)];
        Dictionary<TopicPartition, Offset> begin = [], ends = [];
        foreach (var committed in consumer.Committed(partitions, limit))
        {
            if (committed.Offset == Offset.Unset) ends[committed.TopicPartition] = consumer.QueryWatermarkOffsets(committed.TopicPartition, limit).High;
            begin[committed.TopicPartition] = committed.Offset == Offset.Unset ? ends[committed.TopicPartition] : committed.Offset;
        }

        parts.Begin = begin;
        try
        {
            if (ends.Count > 0) consumer.Commit(ends.Select(static end => new TopicPartitionOffset(end.Key, end.Value)));
        }
        catch (KafkaException exception) when (!exception.Error.IsFatal)
        {
            // The group has instances, and takes commits of nobody else: this one remembers it until it has joined.
        }
    }

    /// <summary>The partitions, each with the offset of the first message to receive.</summary>
    /// <remarks>Nothing is committed here: the client waits with it until the group has distributed its partitions, which waits for the caller.</remarks>
    /// <exception cref="KafkaException">The cluster has not answered.</exception>
    public List<AssignedPartition> Of(IConsumer<byte[]?, byte[]?> consumer, List<TopicPartition> partitions)
    {
        var limit = parts.Options.Timeout;
        List<AssignedPartition> assigned = [];
        foreach (var committed in consumer.Committed(partitions, limit))
        {
            var range = consumer.QueryWatermarkOffsets(committed.TopicPartition, limit);
            if (committed.Offset == Offset.Unset)
            {
                long begin = BeginOf(committed.TopicPartition, range);
                assigned.Add(At(Math.Max(begin, range.Low), isNew: true));
                Report(range.Low - begin);
            }
            else if (committed.Offset > range.High)
            {
                // The topic was deleted and made again.
                assigned.Add(At(range.Low, isNew: true));
            }
            else
            {
                // What was handled here may not have been committed before the partition was given back.
                long handled = Math.Max(committed.Offset, Math.Min(parts.HandledUpTo(committed.TopicPartition), range.High));
                assigned.Add(At(Math.Max(handled, range.Low), isNew: false));
                Report(range.Low - handled);
            }

            AssignedPartition At(long offset, bool isNew) => new(committed.TopicPartition, offset) { Expected = offset, IsNew = isNew };
        }

        return assigned;
    }

    /// <summary>Reports what is missing between two messages because the topic has deleted it.</summary>
    public void ReportDeleted(IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition, long expected, long received)
    {
        try
        {
            Report(Math.Min(consumer.QueryWatermarkOffsets(partition, parts.Options.Timeout).Low, received) - expected);
        }
        catch (KafkaException)
        {
            // Not known now; the next gap asks again.
        }
    }

    // A partition that was not there when the instance started, or was deleted and made again, has nothing that came before.
    private long BeginOf(TopicPartition partition, WatermarkOffsets range) =>
        parts.Begin?.TryGetValue(partition, out var begin) == true && begin <= range.High ? begin : range.Low;

    private void Report(long count)
    {
        if (count > 0) parts.Receiver.ReportLost((int)Math.Min(count, int.MaxValue), Missed);
    }
}
