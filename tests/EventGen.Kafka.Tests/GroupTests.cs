namespace EventGen.Kafka.Tests;

/// <summary>What an application commits, and what its instances do when partitions go from one to another.</summary>
public sealed class GroupTests : IDisposable
{
    private const short Fetch = 1;
    private const short Commit = 8;
    private const short Join = 11;
    private const int OffsetOutOfRange = 1;
    private const int UnknownMember = 25;
    private const int RebalanceInProgress = 27;

    private readonly TestCluster _cluster = TestCluster.StartNew();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task WhatIsCommitted_StaysBeforeAMessageThatIsBeingHandled_WhileOtherKeysGoOn()
    {
        string topic = _cluster.Topic("one", partitions: 1);
        var gate = new AsyncGate();
        await using var receiver = await Station.ReceiverAsync(
            _cluster.Create(options => options.Topic = topic), handling: async (parcel, token) =>
            {
                if (parcel.Number == 3) await gate.PassAsync(token);
            });
        await using var sender = await Station.SenderAsync(_cluster.Create(options => (options.Topic, options.Receive) = (topic, false)));

        await sender.SendAsync(Enumerable.Range(0, 10).Select(static number => Parcel.New(number, $"key {number}")));
        await receiver.HasAsync(9);
        await Eventually.EqualAsync(3L, () => _cluster.Committed("receiver", topic), Suite.Patience);
        Assert.DoesNotContain(receiver.Parcels, static parcel => parcel.Number == 3);
        gate.Open();

        await Eventually.EqualAsync(10L, () => _cluster.Committed("receiver", topic), Suite.Patience);
    }

    [Fact]
    public async Task ASlowHandler_DoesNotMakeTheGroupTakeItsInstanceForStuck()
    {
        string topic = _cluster.Topic("one", partitions: 1);
        var gate = new AsyncGate();
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(
            _cluster.Create(options =>
            {
                (options.Topic, options.Prefetch) = (topic, 1);
                options.SessionTimeout = TimeSpan.FromSeconds(8);
                options.Properties["max.poll.interval.ms"] = "8000";
            }),
            handling: async (_, token) => await gate.PassAsync(token),
            log: log);
        await using var sender = await Station.SenderAsync(_cluster.Create(options => (options.Topic, options.Receive) = (topic, false)));
        await sender.SendAsync(Parcel.Many(5));
        await gate.ReachedWithinAsync(Suite.Patience);

        // Longer than the group allows an instance that does not ask, which is longer than the machine stands still; its handler needs as long.
        await Task.Delay(10_000, TestContext.Current.CancellationToken);
        Assert.Equal(EventBusStatus.Healthy, receiver.Bus.GetHealth().Status);
        gate.Open();

        await receiver.HasAsync(5);
        Assert.Equal(5, receiver.Seen.Count);
        Assert.All(log.Entries, static entry => Assert.DoesNotContain("does not receive", entry.Text));
    }

    [Fact]
    public async Task WhenAnApplicationHasStarted_TheGroupKnowsWhereItBegins()
    {
        string topic = _cluster.Topic("one", partitions: 1);
        await using var receiver = await Station.ReceiverAsync(_cluster.Create(options => options.Topic = topic));

        // What dies now has missed nothing.
        Assert.Equal(0, _cluster.Committed("receiver", topic));
    }

    [Fact]
    public async Task PartitionsThatComeWhileOthersPause_LeaveNoneOfThemPaused()
    {
        var gate = new AsyncGate();
        var log = new LogRecorder();
        await using var first = await Station.ReceiverAsync(
            _cluster.Create(static options => (options.Prefetch, options.HandoverTimeout) = (1, TimeSpan.Zero)), handling: async (_, token) => await gate.PassAsync(token), log: log);
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        var second = await Station.ReceiverAsync(_cluster.Create());
        await Eventually.TrueAsync(() => Held(log) == 2, Suite.Patience);
        await sender.SendAsync(Enumerable.Range(0, 64).Select(static number => Parcel.New(number, $"key {number}")));
        await gate.ReachedWithinAsync(Suite.Patience);
        await second.DisposeAsync();

        // At once: the first message that has a place again is handed over before the next look pauses all.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Suite.Patience);
        while (Held(log) != 4) await Task.Delay(1, deadline.Token);
        gate.Open();

        await Eventually.EqualAsync(64, () => first.Parcels.Concat(second.Parcels).Distinct().Count(), Suite.Patience);
    }

    [Fact]
    public async Task PartitionsThatGoWhileTheyPause_AreReceivedAgainWhenTheyComeBack()
    {
        var gate = new AsyncGate();
        var log = new LogRecorder();
        await using var first = await Station.ReceiverAsync(
            _cluster.Create(static options => (options.Prefetch, options.HandoverTimeout) = (1, TimeSpan.Zero)), handling: async (_, token) => await gate.PassAsync(token), log: log);
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        await sender.SendAsync(Parcels(0));
        await gate.ReachedWithinAsync(Suite.Patience);

        // The one that is handled leaves no place for those that have been received, so all partitions pause.
        var second = await Station.ReceiverAsync(_cluster.Create());
        await Eventually.TrueAsync(() => Held(log) == 2, Suite.Patience);
        gate.Open();
        await Eventually.EqualAsync(64, () => first.Parcels.Concat(second.Parcels).Distinct().Count(), Suite.Patience);
        await second.DisposeAsync();
        await Eventually.TrueAsync(() => Held(log) == 4, Suite.Patience);

        await sender.SendAsync(Parcels(64));

        await Eventually.EqualAsync(128, () => first.Parcels.Concat(second.Parcels).Distinct().Count(), Suite.Patience);

        static IEnumerable<Parcel> Parcels(int start) => Enumerable.Range(start, 64).Select(static number => Parcel.New(number, $"key {number}"));
    }

    // As where a topic is deleted and made again, or has lost its last messages: the client begins with the oldest one, of partitions that stay assigned.
    [Fact]
    public async Task MessagesThatTheClientDeliversAgain_TakeNoPlaces()
    {
        string topic = _cluster.Topic("one", partitions: 1);
        await using var receiver = await Station.ReceiverAsync(_cluster.Create(options => (options.Topic, options.Prefetch) = (topic, 1)));
        await using var sender = await Station.SenderAsync(_cluster.Create(options => (options.Topic, options.Receive) = (topic, false)));
        await sender.SendAsync(Parcel.Many(3));
        await receiver.HasAsync(3);

        _cluster.Mock.Fail(Fetch, OffsetOutOfRange);
        await Eventually.TrueAsync(() => receiver.Bus.GetHealth().Publishers[0].Status != EventBusStatus.Healthy, Suite.Patience);
        await sender.SendAsync(Parcel.New(3));

        await Eventually.TrueAsync(() => receiver.Parcels.Any(static parcel => parcel.Number == 3), Suite.Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task AnInstanceThatJoins_AndOneThatLeaves_LoseNothing_AndRepeatNothingThatWasSettled()
    {
        await using var first = await Station.ReceiverAsync(_cluster.Create());
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        using var stop = new CancellationTokenSource();
        List<Parcel> sent = [];
        var sending = Task.Run(
            async () =>
            {
                for (int number = 0; !stop.IsCancellationRequested; number++)
                {
                    var parcel = Parcel.New(number, $"key {number % 16}");
                    await sender.SendAsync(parcel);
                    sent.Add(parcel);
                }
            },
            TestContext.Current.CancellationToken);

        var second = await Station.ReceiverAsync(_cluster.Create());
        await Eventually.TrueAsync(() => second.Seen.Count > 10, Suite.Patience);
        await second.DisposeAsync();
        int before = first.Seen.Count;
        await Eventually.TrueAsync(() => first.Seen.Count > before + 10, Suite.Patience);
        await stop.CancelAsync();
        await sending;

        await Eventually.EqualAsync(sent.Count, () => first.Parcels.Concat(second.Parcels).Distinct().Count(), Suite.Patience);

        // The mock cluster refuses a commit of one that gives a partition back while others join, which Kafka takes; and it answers one with "Invalid request" that
        // asks for its partitions after the leader has distributed them, which makes all join again.
        if (TestCluster.Named is not null) Assert.Equal(sent.Count, first.Seen.Count + second.Seen.Count);
    }

    [Fact]
    public async Task MessagesThatTheTopicDeletedUnread_AreCounted()
    {
        string topic = _cluster.Topic("one", partitions: 1);
        _ = _cluster.Mock;   // which keeps 5 MB of a partition
        await (await Station.ReceiverAsync(_cluster.Create(options => options.Topic = topic))).DisposeAsync();
        using (var producer = _cluster.Producer())
        {
            for (int i = 0; i < 8; i++) await producer.ProduceAsync(topic, new() { Value = new byte[900_000] }, TestContext.Current.CancellationToken);
        }

        await using var receiver = await Station.ReceiverAsync(_cluster.Create(options => options.Topic = topic));

        await Eventually.EqualAsync(8L, () => receiver.Bus.GetHealth() is var health ? health.Dropped + health.Rejected : 0, Suite.Patience);
        Assert.NotEqual(0, receiver.Bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task ANewApplication_BeginsWhereItsSettingsSay()
    {
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        await sender.SendAsync(Parcel.New(1));

        await using var latest = await Station.ReceiverAsync(_cluster.Create(), application: "latest");
        await using var earliest = await Station.ReceiverAsync(_cluster.Create(static options => options.OffsetReset = KafkaOffsetReset.Earliest), application: "earliest");
        await sender.SendAsync(Parcel.New(2));

        await earliest.HasAsync(2);
        await latest.HasAsync(1);
        Assert.Equal(2, Assert.Single(latest.Parcels).Number);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatIsPublishedAfterTheStart_IsReceived_HoweverLateTheInstanceGetsItsPartitions(bool groupHasInstances)
    {
        _cluster.Mock.FailAll(Join, RebalanceInProgress);
        await using var sender = await Station.SenderAsync(_cluster.Create(static options => options.Receive = false));
        await sender.SendAsync(Parcel.New(1));

        // As a group answers that takes commits of its instances alone.
        if (groupHasInstances) _cluster.Mock.Fail(Commit, UnknownMember);
        await using var receiver = await Station.ReceiverAsync(_cluster.Create(options =>
        {
            // For so long its start waits for partitions in vain: a machine that stands still needs its time to ask where they end.
            options.Timeout = TimeSpan.FromSeconds(8);
        }), canReceive: false);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        await sender.SendAsync(Parcel.New(2));
        _cluster.Mock.Recover(Join);

        await receiver.HasAsync(1);
        Assert.Equal(2, Assert.Single(receiver.Parcels).Number);
    }

    // How many partitions an instance has, as it has logged.
    private static int Held(LogRecorder log) => log.Entries.LastOrDefault(static entry => entry.Id == 176).Text?.Count('/') ?? 0;
}
