using Confluent.Kafka;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>Confluent.Kafka, as somebody would write it who needs nothing else: an idempotent producer, a group that commits what was stored.</summary>
internal sealed class KafkaRoute(string servers, string topic) : Route
{
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

    public override ValueTask SendAsync(Shipped shipped) => new(_producer!.ProduceAsync(topic, new Message<Null, byte[]> { Value = Write(shipped) }));

    public override async ValueTask DisposeAsync()
    {
        _isStopping = true;
        await Task.Run(() => _reader?.Join());
        _producer?.Dispose();
    }

    private void Read(TaskCompletionSource assigned)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers, GroupId = Group, EnableAutoOffsetStore = false, AutoOffsetReset = AutoOffsetReset.Earliest, AutoCommitIntervalMs = 100,
        })
            .SetLogHandler(static (_, _) => { })
            .SetPartitionsAssignedHandler((_, _) => assigned.TrySetResult())
            .Build();
        consumer.Subscribe(topic);
        while (!_isStopping)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(50)) is not { } consumed) continue;
            Take(consumed.Message.Value);
            consumer.StoreOffset(consumed);
        }

        consumer.Close();
    }
}
