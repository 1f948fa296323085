using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>What a client tells of its partitions, in the statistics of librdkafka.</summary>
/// <param name="json">What it told.</param>
internal sealed class PartitionStatistics(string json) : IDisposable
{
    private readonly JsonDocument _document = JsonDocument.Parse(json);

    /// <summary>Up to where a partition has been fetched; <see langword="null"/> where nothing is told of it, and where fetched messages wait in the client.</summary>
    public long? FetchedUpTo(TopicPartition partition) =>
        Of(partition) is { } told && told.GetProperty("fetchq_cnt").GetInt64() == 0 ? Math.Max(0, told.GetProperty("next_offset").GetInt64()) : null;

    /// <summary>Whether the end of a partition has been reached since it was last begun to be fetched, which is how an answer without messages shows.</summary>
    public bool HasReachedEnd(TopicPartition partition) => Of(partition) is { } told && told.GetProperty("eof_offset").GetInt64() >= 0;

    public void Dispose() => _document.Dispose();

    private JsonElement? Of(TopicPartition partition) =>
        _document.RootElement.TryGetProperty("topics", out var topics) && topics.TryGetProperty(partition.Topic, out var topic)
        && topic.GetProperty("partitions").TryGetProperty(partition.Partition.Value.ToString(CultureInfo.InvariantCulture), out var told)
            ? told
            : null;
}
