using System.Text;
using Confluent.Kafka;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>Confluent.Kafka, as somebody would write it who needs nothing else: an idempotent producer, a group that commits what was stored. Messages have the headers of a CloudEvent.</summary>
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
            BootstrapServers = servers, GroupId = Group, EnableAutoOffsetStore = false, AutoOffsetReset = AutoOffsetReset.Earliest, AutoCommitIntervalMs = 100,
        })
            .SetLogHandler(static (_, _) => { })
            .SetPartitionsAssignedHandler((_, _) => assigned.TrySetResult())
            .Build();
        consumer.Subscribe(topic);
        while (!_isStopping)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(50)) is not { } consumed) continue;
            var headers = consumed.Message.Headers;
            Take(Text(headers, "ce_id"), Text(headers, "ce_type"), Text(headers, "ce_time"), consumed.Message.Value);
            consumer.StoreOffset(consumed);
        }

        consumer.Close();
    }
}
