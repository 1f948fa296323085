using Confluent.Kafka;

namespace EventGen.Kafka.Tests.Conformance;

/// <summary>Kafka, with a mock cluster of its own, or topics of its own in the cluster that the environment names.</summary>
/// <param name="timeout">How long a call may take.</param>
/// <param name="partitions">How many a topic has.</param>
internal sealed class KafkaBackend(TimeSpan? timeout = null, int partitions = 4) : Backend
{
    private readonly TestCluster _cluster = new();

    public override Capabilities Capabilities => Capabilities.HasServer | Capabilities.Persists;

    // A partition never goes to another instance without the group's knowledge; four times this is less than the mock cluster waits for it.
    public override TimeSpan ClaimAfter => TimeSpan.FromMilliseconds(300);

    // The group expels one whose heartbeats it misses for the time of a session.
    public override TimeSpan MayStandStill => TestCluster.Session / 3;

    public override Task StartAsync()
    {
        _cluster.Start();
        return Task.CompletedTask;
    }

    public override IEventTransport Create(string channel = "parcels", UnknownEventMode unknownEvents = UnknownEventMode.DeadLetter) => _cluster.Create(options =>
    {
        options.Topic = _cluster.Topic(channel, partitions);
        options.UnknownEvents = unknownEvents;
        options.Timeout = timeout ?? options.Timeout;
    });

    public override async Task PutAsync(byte[] wire, string channel = "parcels")
    {
        using var producer = _cluster.Producer();
        await producer.ProduceAsync(_cluster.Topic(channel, partitions), new Message<byte[]?, byte[]?> { Value = wire });
    }

    public override Task RestartAsync()
    {
        _cluster.Mock.Stop();
        _cluster.Mock.Restart();
        return Task.CompletedTask;
    }

    public override Task StopServerAsync()
    {
        _cluster.Mock.Stop();
        return Task.CompletedTask;
    }

    public override void Freeze() => _cluster.Mock.Freeze();

    public override void Thaw() => _cluster.Mock.Thaw();

    public override ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        return default;
    }
}
