using Confluent.Kafka;

namespace EventGen.Kafka.Tests;

/// <summary>What the health says of a cluster and of topics.</summary>
public sealed class HealthTests : IDisposable
{
    private const short Fetch = 1;
    private const int LeaderNotAvailable = 5;
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
    public void AGroupThatHasNotDistributedItsPartitions_IsToldAsThat_AndNotAsNoConnection()
    {
        var log = new LogRecorder();
        var status = new GroupStatus("out", "topic 'parcels'", new ConnectionHealth("out", "here"), new KafkaFailure(new KafkaOptions { BootstrapServers = "here:9092" }), log, static () => true, Suite.Patience);

        status.Observe(new GroupState(HasBroker: true, HasCoordinator: true, IsSteady: false), standing: null, unwatched: null);
        Assert.Equal("here: it does not receive: it waits for the group to distribute its partitions", status.Health.LastError);
        Assert.Empty(log.Entries);   // it is a start like any other

        status.Observe(new GroupState(HasBroker: true, HasCoordinator: true, IsSteady: true), standing: null, unwatched: null);
        Assert.Equal(EventBusStatus.Healthy, status.Health.Status);
    }

    // Its client finds out by itself, sooner than who asks the cluster. Where that answers, nobody else would tell.
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void AReceiverThatIsCutOff_IsLogged_OnlyWhereTheClusterAnswersOthers(bool isConnected, int times)
    {
        var log = new LogRecorder();
        var status = new GroupStatus("out", "topic 'parcels'", new ConnectionHealth("out", "here"), new KafkaFailure(new KafkaOptions { BootstrapServers = "here:9092" }), log, () => isConnected, TimeSpan.Zero);
        status.Observe(new GroupState(HasBroker: true, HasCoordinator: true, IsSteady: true), standing: null, unwatched: null);

        status.Failed(new Error(ErrorCode.Local_AllBrokersDown));
        Assert.Equal((EventBusStatus.Degraded, "here: it does not receive: unreachable", 0), (status.Health.Status, status.Health.LastError, log.Count(173)));
        for (int look = 0; look < 3; look++) status.Observe(default, standing: null, unwatched: null);

        Assert.Equal((EventBusStatus.Degraded, times), (status.Health.Status, log.Count(173)));
    }

    [Fact]
    public async Task MessagesThatWaitAtAClusterThatSendsNone_AreTold_UntilTheyArrive()
    {
        await using var receiver = await Station.ReceiverAsync(_cluster.Create());
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        _cluster.Mock.FailAll(Fetch, LeaderNotAvailable);

        // What is sent first may still arrive: it is asked for already.
        int sent = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await sender.SendAsync(Parcel.New(sent, $"key {sent++}"));
                return receiver.Bus.GetHealth().Publishers[0].LastError?.Contains("wait at the cluster", StringComparison.Ordinal) == true;
            },
            Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        Assert.True(receiver.Seen.Count < sent);
        _cluster.Mock.Recover(Fetch);

        await receiver.HasAsync(sent);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
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
