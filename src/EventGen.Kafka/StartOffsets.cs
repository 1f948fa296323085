using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>Where partitions begin that an instance gets, and what the topic has deleted before it was received.</summary>
/// <param name="parts">What the client of the group works with.</param>
internal sealed class StartOffsets(GroupParts parts)
{
    private const string Missed = "The topic deleted messages before they were received: receive faster, or keep them longer (retention.ms, retention.bytes).";

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
                assigned.Add(At(parts.Options.OffsetReset == KafkaOffsetReset.Earliest ? range.Low : range.High, isNew: true));
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

    private void Report(long count)
    {
        if (count > 0) parts.Receiver.ReportLost((int)Math.Min(count, int.MaxValue), Missed);
    }
}
