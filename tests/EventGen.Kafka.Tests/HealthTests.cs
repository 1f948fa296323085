namespace EventGen.Kafka.Tests;

/// <summary>What the health says of a cluster and of topics.</summary>
public sealed class HealthTests : IDisposable
{
    private const string Secret = "hunter2-9c1f";

    private readonly TestCluster _cluster = TestCluster.StartNew();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task AClusterThatIsNotThere_IsTold_AndTheLogAndTheHealthShowNoSecret()
    {
        var log = new LogRecorder();
        await using var station = await Station.ReceiverAsync(
            new KafkaTransport(Parcel.Wire, static options =>
            {
                (options.BootstrapServers, options.Topic, options.Receive, options.Timeout) = ("127.0.0.1:1", "parcels", true, TimeSpan.FromMilliseconds(500));
                (options.Username, options.Password) = ("shop", Secret);
            }),
            log: log, canReceive: false);

        await Eventually.TrueAsync(() => station.Bus.GetHealth().Publishers[0].LastError?.Contains("ConnectionRefused", StringComparison.Ordinal) == true, Suite.Patience);
        var failure = await Assert.ThrowsAsync<EventDispatchException>(() => station.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(EventBusStatus.Degraded, station.Bus.GetHealth().Status);
        Assert.DoesNotContain(Secret, string.Join('\n', log.Entries) + failure + station.Transport + station.Bus.GetHealth().Publishers[0].LastError);
    }

    [Fact]
    public async Task TlsToBrokersThatSpeakNone_IsTold()
    {
        _ = _cluster.Mock;
        await using var station = await Station.SenderAsync(_cluster.Create(static options => (options.Tls, options.Receive, options.Timeout) = (true, false, TimeSpan.FromSeconds(1))));

        await Eventually.TrueAsync(() => station.Bus.GetHealth().Publishers[0].LastError is { Length: > 0 }, Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, station.Bus.GetHealth().Status);
    }
}
