using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>Where partitions begin that an instance gets, and what the topic has deleted before it was received.</summary>
/// <param name="parts">What the client of the group works with.</param>
internal sealed class StartOffsets(GroupParts parts)
{
    private const string Missed = "The topic deleted messages before they were received: receive faster, or keep them longer (retention.ms, retention.bytes).";

    /// <summary>The offset of the first message to receive, of each partition.</summary>
    /// <exception cref="KafkaException">The cluster has not answered.</exception>
    public List<TopicPartitionOffset> Of(IConsumer<byte[]?, byte[]?> consumer, List<TopicPartition> partitions)
    {
        var limit = parts.Options.Timeout;
        List<TopicPartitionOffset> offsets = [];
        List<TopicPartitionOffset> first = [];
        foreach (var committed in consumer.Committed(partitions, limit))
        {
            var range = consumer.QueryWatermarkOffsets(committed.TopicPartition, limit);
            if (committed.Offset == Offset.Unset)
            {
                var begin = new TopicPartitionOffset(committed.TopicPartition, parts.Options.OffsetReset == KafkaOffsetReset.Earliest ? range.Low : range.High);
                first.Add(begin);
                offsets.Add(begin);
            }
            else if (committed.Offset > range.High)
            {
                // The topic was deleted and made again.
                offsets.Add(new TopicPartitionOffset(committed.TopicPartition, range.Low));
            }
            else
            {
                offsets.Add(new TopicPartitionOffset(committed.TopicPartition, Math.Max(committed.Offset, range.Low)));
                Report(range.Low - committed.Offset);
            }
        }

        // At once: what is published until something has been handled must not be missed by whoever begins next.
        if (first.Count > 0) consumer.Commit(first);
        return offsets;
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

    private void Report(long count)
    {
        if (count > 0) parts.Receiver.ReportLost((int)Math.Min(count, int.MaxValue), Missed);
    }
}
