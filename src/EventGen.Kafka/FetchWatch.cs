using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace EventGen.Kafka;

/// <summary>Notices partitions of which messages wait at the cluster while the client fetches none, of which it says nothing itself. The receiving thread's alone.</summary>
/// <param name="handle">The client.</param>
/// <param name="limit">How long the cluster may take to answer.</param>
internal sealed class FetchWatch(Handle handle, TimeSpan limit)
{
    // Counted in statistics: a client that stands still for a while tells none meanwhile.
    private const int Interval = 10;

    private int _told;

    // Of the last look: up to where the client had fetched each partition, and where each ended.
    private Dictionary<TopicPartition, long> _fetched = [];
    private Task<Dictionary<TopicPartition, long>> _ends = Task.FromResult<Dictionary<TopicPartition, long>>([]);

    /// <summary>Of which partitions messages wait.</summary>
    public TopicPartition[] Standing { get; private set; } = [];

    /// <summary>Partitions have paused, come or gone: what is known says nothing any more.</summary>
    public void Forget()
    {
        _fetched = [];
        Standing = [];
    }

    /// <summary>The client has told how it fares.</summary>
    /// <param name="statistics">Of librdkafka.</param>
    /// <param name="partitions">Those that do not pause.</param>
    public void Observe(string statistics, IEnumerable<TopicPartition> partitions)
    {
        if (++_told % Interval != 0 || !_ends.IsCompleted) return;
        var (before, ends) = (_fetched, _ends.Result);
        _fetched = Parse(statistics, partitions);
        Standing = [.. _fetched.Where(now => before.TryGetValue(now.Key, out long fetched) && fetched == now.Value && ends.GetValueOrDefault(now.Key) > fetched).Select(static now => now.Key)];
        TopicPartition[] asked = [.. _fetched.Keys];
        if (asked.Length > 0) _ends = Task.Run(() => AskAsync(asked), CancellationToken.None);
    }

    /// <summary>Waits for the answer to a question that is open, which needs the client.</summary>
    public void End() => _ends.GetAwaiter().GetResult();

    // Without those of which messages have been fetched and wait in the client.
    private static Dictionary<TopicPartition, long> Parse(string statistics, IEnumerable<TopicPartition> partitions)
    {
        using var document = JsonDocument.Parse(statistics);
        Dictionary<TopicPartition, long> fetched = [];
        if (!document.RootElement.TryGetProperty("topics", out var topics)) return fetched;
        foreach (var partition in partitions)
        {
            if (!topics.TryGetProperty(partition.Topic, out var topic)) continue;
            if (!topic.GetProperty("partitions").TryGetProperty(partition.Partition.Value.ToString(CultureInfo.InvariantCulture), out var told)) continue;
            if (told.GetProperty("fetchq_cnt").GetInt64() == 0) fetched[partition] = Math.Max(0, told.GetProperty("next_offset").GetInt64());
        }

        return fetched;
    }

    private async Task<Dictionary<TopicPartition, long>> AskAsync(TopicPartition[] partitions)
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(handle).Build();
            var answer = await admin.ListOffsetsAsync(
                partitions.Select(static partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() }),
                new ListOffsetsOptions { RequestTimeout = limit, IsolationLevel = IsolationLevel.ReadCommitted }).ConfigureAwait(false);
            return answer.ResultInfos.ToDictionary(static end => end.TopicPartitionOffsetError.TopicPartition, static end => end.TopicPartitionOffsetError.Offset.Value);
        }
        catch (KafkaException)
        {
            // Not known now; the next look asks again.
            return [];
        }
    }
}
