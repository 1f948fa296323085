using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace EventGen.Kafka;

/// <summary>Notices partitions of which messages wait at the cluster while the client fetches none, of which it says nothing itself. The receiving thread's alone.</summary>
/// <param name="handle">The client.</param>
/// <param name="limit">How long the cluster may take to answer.</param>
/// <param name="describe">What a failure may be told as.</param>
internal sealed class FetchWatch(Handle handle, TimeSpan limit, Func<Exception, string> describe)
{
    // Counted in statistics: a client that stands still for a while tells none meanwhile.
    private const int Interval = 5;

    // Asked in vain so often, it is told.
    private const int Patience = 2;

    private static readonly Task<(Dictionary<TopicPartition, long> Ends, string? Failure)> s_none = Task.FromResult<(Dictionary<TopicPartition, long>, string?)>(([], null));

    private int _told;
    private int _inVain;

    // Of the last look: up to where the client had fetched each partition, and where each ended.
    private Dictionary<TopicPartition, long> _fetched = [];
    private Task<(Dictionary<TopicPartition, long> Ends, string? Failure)> _ends = s_none;

    /// <summary>Of which partitions messages wait.</summary>
    public TopicPartition[] Standing { get; private set; } = [];

    /// <summary>Why it is not known whether messages wait; <see langword="null"/> if it is.</summary>
    public string? Failure { get; private set; }

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
        var (before, (ends, failure)) = (_fetched, _ends.Result);
        _inVain = failure is null ? 0 : _inVain + 1;
        Failure = _inVain >= Patience ? failure : null;
        _fetched = FetchedUpTo(statistics, partitions);
        Standing = [.. _fetched.Where(now => before.TryGetValue(now.Key, out long fetched) && fetched == now.Value && ends.GetValueOrDefault(now.Key) > fetched).Select(static now => now.Key)];
        TopicPartition[] asked = [.. _fetched.Keys];
        _ends = asked.Length > 0 ? Task.Run(() => AskAsync(asked), CancellationToken.None) : s_none;
    }

    /// <summary>Waits for the answer to a question that is open, which needs the client.</summary>
    public void End() => _ends.GetAwaiter().GetResult();

    private static Dictionary<TopicPartition, long> FetchedUpTo(string statistics, IEnumerable<TopicPartition> partitions)
    {
        using var told = new PartitionStatistics(statistics);
        Dictionary<TopicPartition, long> fetched = [];
        foreach (var partition in partitions)
            if (told.FetchedUpTo(partition) is { } offset) fetched[partition] = offset;
        return fetched;
    }

    // Whatever it throws: whoever looks next, and whoever waits for the end, is the receiver.
    private async Task<(Dictionary<TopicPartition, long> Ends, string? Failure)> AskAsync(TopicPartition[] partitions)
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(handle).Build();
            var answer = await admin.ListOffsetsAsync(
                partitions.Select(static partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() }),
                new ListOffsetsOptions { RequestTimeout = limit, IsolationLevel = IsolationLevel.ReadCommitted }).ConfigureAwait(false);
            return (EndsOf(answer.ResultInfos), null);
        }
        catch (ListOffsetsException exception) when (exception.Result.ResultInfos.Find(static end => end.TopicPartitionOffsetError.Error.IsError) is { } failed)
        {
            // Of some partitions alone; of the others it is known.
            return (EndsOf(exception.Result.ResultInfos), describe(new KafkaException(failed.TopicPartitionOffsetError.Error)));
        }
        catch (Exception exception)
        {
            return ([], describe(exception));
        }
    }

    private static Dictionary<TopicPartition, long> EndsOf(IEnumerable<ListOffsetsResultInfo> answers) => answers.Select(static answer => answer.TopicPartitionOffsetError)
        .Where(static end => !end.Error.IsError)
        .ToDictionary(static end => end.TopicPartition, static end => end.Offset.Value);
}
