namespace EventGen.Kafka.Tests;

/// <summary>An application that only publishes: it tells of a topic that it cannot use before it publishes, as long as that is so.</summary>
public sealed class PublisherTopicTests : IDisposable
{
    private const int UnknownTopic = 3;
    private const int NoRightToTopic = 29;
    private const int InvalidReplicationFactor = 38;

    private readonly LogRecorder _log = new();
    private readonly TestCluster _cluster = TestCluster.StartNew();
    private readonly string _missing = $"missing-{Guid.NewGuid():N}";

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task AMissingTopic_IsTold_UntilItIsThere()
    {
        var mock = _cluster.Mock;
        await using var sender = await SenderAsync(_missing);

        await Eventually.EqualAsync($"topic '{_missing}' cannot be used: it does not exist. Create it, or set Topology to Declare.", () => LastError(sender), Suite.Patience);
        Assert.Equal((EventBusStatus.Degraded, 1), (sender.Bus.GetHealth().Status, _log.Count(175)));

        mock.CreateTopic(_missing);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
        await sender.SendAsync(Parcel.New(1));
    }

    [Theory]
    [InlineData(UnknownTopic, "it does not exist")]
    [InlineData(NoRightToTopic, "the user has no right to the topic")]
    public async Task ATopicThatWasThere_AndCannotBeUsedAnyMore_IsTold_UntilItCan(int error, string told)
    {
        string topic = _cluster.Topic();
        var mock = _cluster.Mock;
        await using var sender = await SenderAsync(topic);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);

        mock.FailTopic(topic, error);
        await Eventually.ContainsAsync([$"topic '{topic}' cannot be used: {told}"], () => LastError(sender), Suite.Patience);
        Assert.Equal(1, _log.Count(175));

        mock.FailTopic(topic, 0);
        await Eventually.EqualAsync((EventBusStatus.Healthy, null), () => (sender.Bus.GetHealth().Status, LastError(sender)), Suite.Patience);
    }

    // Somebody has it created as soon as enough brokers are there; meanwhile the outbox keeps what is to be published.
    [Fact]
    public async Task ATopicForWhichThereAreTooFewBrokers_IsNoFaultOfTheEvent()
    {
        string topic = _cluster.Topic();
        var mock = _cluster.Mock;
        mock.FailTopic(topic, InvalidReplicationFactor);
        await using var sender = await SenderAsync(topic);

        await Eventually.ContainsAsync([$"topic '{topic}' cannot be used: fewer brokers are there than it would have replicas"], () => LastError(sender), Suite.Patience);
        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());
        Assert.True(Assert.IsType<KafkaPublishException>(thrown.InnerException).IsUnreachable);

        mock.FailTopic(topic, 0);
        await sender.SendAsync(Parcel.New(1));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
    }

    private static string? LastError(Station station) => station.Bus.GetHealth().Publishers[0].LastError;

    private Task<Station> SenderAsync(string topic) =>
        Station.SenderAsync(_cluster.Create(options => (options.Topic, options.Topology, options.Receive) = (topic, KafkaTopology.Verify, false)), log: _log);
}
