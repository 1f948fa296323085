using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>
/// Confluent.Kafka, as somebody would write it who needs nothing else: an idempotent producer, and a group to which the end of a batch is committed when all up to there has been handled.
/// Messages have the headers of a CloudEvent.
/// </summary>
internal sealed class KafkaRoute(string servers, string topic) : Route
{
    /// <summary>Milliseconds. The mock cluster answers a fetch of nothing when its time is over, whatever comes meanwhile: with the default of 500, that would be measured.</summary>
    public const string FetchWait = "1";

    private const int BatchSize = 100;

    private IProducer<Null, byte[]>? _producer;
    private volatile bool _isStopping;
    private Thread? _reader;

    public override Task PrepareAsync()
    {
        _producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = servers, EnableIdempotence = true, Acks = Acks.All, LingerMs = 0 }).SetLogHandler(static (_, _) => { }).Build();
        return Task.CompletedTask;
    }

    public override async Task ListenAsync()
    {
        var assigned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader = new Thread(() => Read(assigned));
        _reader.Start();
        await assigned.Task;
    }

    public override ValueTask SendAsync(Shipped shipped)
    {
        var headers = new Headers { { "group", "sender"u8.ToArray() }, { "content-type", "application/json"u8.ToArray() } };
        foreach (var (attribute, value) in Attributes(NextId())) headers.Add($"ce_{attribute}", Encoding.UTF8.GetBytes(value));
        return new(_producer!.ProduceAsync(topic, new Message<Null, byte[]> { Value = Write(shipped), Headers = headers }));
    }

    public override async ValueTask DisposeAsync()
    {
        _isStopping = true;
        await Task.Run(() => _reader?.Join());
        _producer?.Dispose();
    }

    private static string Text(Headers headers, string name) => Encoding.UTF8.GetString(headers.GetLastBytes(name));

    private void Read(TaskCompletionSource assigned)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers, GroupId = topic, EnableAutoOffsetStore = false, AutoOffsetReset = AutoOffsetReset.Earliest, AutoCommitIntervalMs = 250,
            FetchWaitMaxMs = int.Parse(FetchWait, CultureInfo.InvariantCulture),
        })
            .SetLogHandler(static (_, _) => { })
            .SetPartitionsAssignedHandler((_, _) => assigned.TrySetResult())
            .Build();
        using var handlers = new Handlers<(ConsumeResult<Ignore, byte[]> Consumed, Batch Batch)>(received =>
        {
            var message = received.Consumed.Message;
            Take(Text(message.Headers, "ce_id"), Text(message.Headers, "ce_type"), Text(message.Headers, "ce_time"), message.Value);
            Interlocked.Decrement(ref received.Batch.Left);
            return default;
        });
        Queue<Batch> open = new();
        var batch = new Batch();
        consumer.Subscribe(topic);
        while (!_isStopping)
        {
            while (open.TryPeek(out var first) && Volatile.Read(ref first.Left) == 0)
            {
                foreach (var (partition, end) in open.Dequeue().Ends) consumer.StoreOffset(new TopicPartitionOffset(partition, end));
            }

            if (consumer.Consume(TimeSpan.FromMilliseconds(50)) is { } consumed)
            {
                batch.Count++;
                batch.Ends[consumed.TopicPartition] = consumed.Offset + 1;
                Interlocked.Increment(ref batch.Left);
                handlers.AddAsync((consumed, batch)).AsTask().GetAwaiter().GetResult();
                if (batch.Count < BatchSize) continue;
            }

            if (batch.Count == 0) continue;
            open.Enqueue(batch);
            batch = new Batch();
        }

        consumer.Close();
    }

    private sealed class Batch
    {
        // Interlocked only.
        public int Left;

        // The reader's alone, as the one below.
        public int Count { get; set; }

        public Dictionary<TopicPartition, Offset> Ends { get; } = [];
    }
}
