namespace EventGen.Kafka.Tests;

/// <summary>What Kafka's client says once, or not at all: the health tells it until it is over.</summary>
public sealed class TopicFaultTests : IDisposable
{
    private const short Fetch = 1;
    private const short ListOffsets = 2;
    private const short Commit = 8;
    private const int UnknownTopic = 3;
    private const int NoRightToTopic = 29;
    private const int NoRightToGroup = 30;

    private readonly LogRecorder _log = new();
    private readonly TestCluster _cluster = TestCluster.StartNew();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task ARightToReadThatIsTakenAway_IsTold_UntilItIsGivenBack()
    {
        const string Told = "the user has no right to the topic";
        await using var receiver = await Station.ReceiverAsync(_cluster.Create(), log: _log);
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);

        _cluster.Mock.FailAll(Fetch, NoRightToTopic);
        await Eventually.ContainsAsync([Told, _cluster.Topic()], () => LastError(receiver), Suite.Patience);

        // As long as another one takes to join, and to be told the same.
        await using var other = await Station.ReceiverAsync(_cluster.Create(), application: "other", canReceive: false);
        await Eventually.ContainsAsync([Told], () => LastError(other), Suite.Patience);
        Assert.Contains(Told, LastError(receiver));
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);

        _cluster.Mock.Recover(Fetch);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);   // though nothing comes
        await sender.SendAsync(Parcel.New(2));
        await receiver.HasAsync(2);
        Assert.Equal(2, _log.Count(172));   // at first, and now: nothing was green in between
        Assert.Equal(2, receiver.Seen.Count);
    }

    [Theory]
    [InlineData(UnknownTopic)]
    [InlineData(NoRightToTopic)]
    public async Task ATopicThatIsGone_IsTold_AndReceivedOnceItIsThereAgain(int error)
    {
        string topic = _cluster.Topic();
        await using var receiver = await Station.ReceiverAsync(
            _cluster.Create(static options =>
            {
                options.Topology = KafkaTopology.Verify;
                options.Properties["topic.metadata.refresh.interval.ms"] = "500";
            }),
            log: _log);
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));

        _cluster.Mock.FailTopic(topic, error);
        await Eventually.TrueAsync(() => _log.Entries.Any(entry => entry.Id == 173 && entry.Text.Contains($"topic '{topic}'", StringComparison.Ordinal)), Suite.Patience);
        await Eventually.TrueAsync(() => _log.Entries.Any(entry => entry.Id == 175 && entry.Text.Contains(topic, StringComparison.Ordinal)), Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);

        _cluster.Mock.FailTopic(topic, 0);
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task CommitsThatAreRefused_AreTold_UntilOneIsTaken()
    {
        await using var receiver = await Station.ReceiverAsync(_cluster.Create(), log: _log);
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));

        _cluster.Mock.FailAll(Commit, NoRightToGroup);
        await sender.SendAsync(Parcel.New(1));
        await Eventually.ContainsAsync(["does not commit what has been handled", "no right to the group"], () => LastError(receiver), Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        Assert.True(_log.Count(178) > 0);

        _cluster.Mock.Recover(Commit);
        await sender.SendAsync(Parcel.New(2));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await receiver.HasAsync(2);
    }

    // It asks where partitions end, and nothing but that knows of messages that wait.
    [Fact]
    public async Task AClusterThatDoesNotSayWhetherMessagesWait_IsTold_AndReceivedFrom()
    {
        await using var receiver = await Station.ReceiverAsync(_cluster.Create(), log: _log);
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));

        _cluster.Mock.FailAll(ListOffsets, NoRightToTopic);
        await Eventually.ContainsAsync(["does not know whether messages wait", "no right to the topic"], () => LastError(receiver), Suite.Patience);
        Assert.Equal(1, _log.Count(180));
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);

        _cluster.Mock.Recover(ListOffsets);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task APartitionThatWaitsForOneMessage_IsTold_UntilItGoesOn()
    {
        const int Many = 1_100;
        string topic = _cluster.Topic("one", partitions: 1);
        var gate = new AsyncGate();
        await using var receiver = await Station.ReceiverAsync(
            _cluster.Create(options => (options.Topic, options.Prefetch) = (topic, 64)), handling: (parcel, token) => parcel.Number == 0 ? new(gate.PassAsync(token)) : default, log: _log);
        await using var sender = await Station.SenderAsync(_cluster.Create(options => (options.Topic, options.Receive) = (topic, false)));
        Parcel[] sent = [.. Enumerable.Range(0, Many).Select(static number => Parcel.New(number, $"key {number}"))];
        await sender.SendAsync(sent[0]);
        await gate.ReachedWithinAsync(Suite.Patience);
        await Task.WhenAll(sent[1..].Chunk(50).Select(sender.SendAsync));

        await Eventually.ContainsAsync([$"{topic}/0 waits"], () => LastError(receiver), Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        Assert.Equal(1, _log.Count(179));

        gate.Open();
        await receiver.HasAsync(Many);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    private static string? LastError(Station station) => station.Bus.GetHealth().Publishers[0].LastError;
}
