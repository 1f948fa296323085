using NATS.Client.JetStream.Models;

namespace EventGen.Nats.Tests;

/// <summary>A stream that is full, trimmed, deleted, or not as it must be: counted and told, nothing silent.</summary>
public sealed class StreamTests : IAsyncLifetime
{
    private readonly LogRecorder _log = new();
    private NatsServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        NatsServer.Require();
        _server = await NatsServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task AStreamThatIsFull_RefusesThePublish_AndTakesItWhenThereIsRoom()
    {
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server, static options => options.MaxMessages = 3));
        await sender.SendAsync(Parcel.Many(3));

        Assert.Contains("has refused event 'conformance.parcel' (503 maximum messages exceeded", await NatsSettings.FailsAsync(sender));
        await NatsSettings.ToldAsync(sender, "maximum messages exceeded");

        await _server.RunAsync(static async context => await context.PurgeStreamAsync(NatsSettings.Stream, new StreamPurgeRequest()));
        await sender.SendAsync(Parcel.New(4));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
        Assert.Equal(1, (await _server.StateAsync()).Messages);
    }

    [Fact]
    public async Task MessagesThatTheStreamDeletedUnread_AreCountedExactly_AndLogged()
    {
        await (await Station.ReceiverAsync(Ring())).DisposeAsync();
        await using var sender = await Station.SenderAsync(Ring(receives: false));
        Parcel[] sent = Parcel.Many(25);
        await sender.SendAsync(sent);

        await using var receiver = await Station.ReceiverAsync(Ring(), log: _log);
        await receiver.HasAsync(10);

        Assert.Equal(sent[15..], receiver.Parcels);
        Assert.Equal(15, receiver.Bus.GetHealth().Dropped);
        Assert.Contains(_log.Entries, static entry => entry.Text.Contains("The stream deleted messages before they were received", StringComparison.Ordinal));

        NatsTransport Ring(bool receives = true) => NatsSettings.Create(_server, options => (options.Receive, options.MaxMessages, options.WhenFull) = (receives, 10, NatsStreamFullMode.DropOldest));
    }

    [Fact]
    public async Task TwoInstances_TakeNothingForDeleted_ThatTheOtherHad()
    {
        await using var first = await Station.ReceiverAsync(NatsSettings.Create(_server));
        await using var second = await Station.ReceiverAsync(NatsSettings.Create(_server));
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        Parcel[] sent = Parcel.Many(1000);
        await sender.SendAsync(sent);

        await Eventually.EqualAsync(1000, () => first.Parcels.Concat(second.Parcels).Distinct().Count(), Suite.Patience);
        Assert.Equal((0, 0), (first.Bus.GetHealth().Dropped, second.Bus.GetHealth().Dropped));
    }

    // Each would have it begin elsewhere: the stream grows meanwhile.
    [Fact]
    public async Task InstancesThatCreateTheirConsumerAtTheSameTime_TakeTheFirstOnes()
    {
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        using var enough = new CancellationTokenSource();
        var sending = SendAsync();

        var instances = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Station.ReceiverAsync(NatsSettings.Create(_server), log: _log)));
        await enough.CancelAsync();
        await sending;

        await Task.WhenAll(instances.Select(static instance => instance.DisposeAsync().AsTask()));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == 153);

        async Task SendAsync()
        {
            for (int number = 0; !enough.IsCancellationRequested; number++) await sender.SendAsync(Parcel.New(number));
        }
    }

    [Fact]
    public async Task AConsumerThatIsDeleted_IsMadeAgain_AndMissesNothing()
    {
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server), log: _log);
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);

        await _server.RunAsync(static async context => await context.DeleteConsumerAsync(NatsSettings.Stream, "receiver"));
        await sender.SendAsync(Parcel.New(2));

        await receiver.HasAsync(2);
        Assert.Contains(_log.Entries, static entry => entry.Id == 156);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    // What the server says of a consumer that has acknowledged nothing is less than what it was made with.
    [Fact]
    public async Task AConsumerThatIsDeletedTwice_IsMadeAgainWhereItWas()
    {
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        await using (var before = await Station.ReceiverAsync(NatsSettings.Create(_server)))
        {
            await sender.SendAsync(Parcel.Many(20));
            await before.HasAsync(20);
        }

        await _server.IsAcknowledgedAsync();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server), log: _log);
        for (int times = 1; times <= 3; times++)
        {
            await _server.RunAsync(static async context => await context.DeleteConsumerAsync(NatsSettings.Stream, "receiver"));
            await Eventually.EqualAsync(times, () => _log.Count(156), Suite.Patience);
        }

        var last = Parcel.New(21);
        await sender.SendAsync(last);
        await receiver.HasAsync(1);
        Assert.Equal([last], receiver.Parcels);
        Assert.All(_log.Entries.Where(static entry => entry.Id == 156), static entry => Assert.Contains("from message 21 on.", entry.Text));
    }

    [Fact]
    public async Task AConsumerThatIsDeleted_BeforeItHasReceivedAnything_IsMadeAgainWhereItBegan()
    {
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        await sender.SendAsync(Parcel.Many(10));
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server), log: _log);

        await _server.RunAsync(static async context => await context.DeleteConsumerAsync(NatsSettings.Stream, "receiver"));
        await Eventually.EqualAsync(1, () => _log.Count(156), Suite.Patience);

        var last = Parcel.New(11);
        await sender.SendAsync(last);
        await receiver.HasAsync(1);
        Assert.Equal([last], receiver.Parcels);
    }

    // What waited for it is lost: nobody can know that it did.
    [Fact]
    public async Task AConsumerThatBeginsBehindMessages_SaysSo()
    {
        await using (await Station.ReceiverAsync(NatsSettings.Create(_server), log: _log)) Assert.Equal(0, _log.Count(196));
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        await sender.SendAsync(Parcel.Many(5));
        await _server.RunAsync(static async context => await context.DeleteConsumerAsync(NatsSettings.Stream, "receiver"));

        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server), log: _log);

        Assert.Contains("begins behind message 5 of 5", Assert.Single(_log.Entries, static entry => entry.Id == 196).Text);
        Assert.Equal(0, _log.Count(156));
    }

    [Fact]
    public async Task WhatAStreamThatIsDeletedHeldUnread_IsCounted_AndLoggedInItsOwnWords()
    {
        await (await Station.ReceiverAsync(NatsSettings.Create(_server))).DisposeAsync();
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        await sender.SendAsync(Parcel.Many(50));
        var gate = new TaskCompletionSource();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server, static options => options.Prefetch = 8), log: _log, handling: async (_, _) => await gate.Task);
        await Eventually.TrueAsync(async () => (await _server.ConsumerAsync()).NumAckPending == 8, Suite.Patience);

        await _server.RunAsync(static async context => await context.DeleteStreamAsync(NatsSettings.Stream));
        await Eventually.EqualAsync(1, () => _log.Count(200), Suite.Patience);
        gate.SetResult();
        await receiver.HasAsync(8);
        await sender.SendAsync(Parcel.New(51));
        await receiver.HasAsync(9);

        Assert.Equal(42, receiver.Bus.GetHealth().Dropped);
        Assert.Contains("Of the old one, 42 messages had not been received", Assert.Single(_log.Entries, static entry => entry.Id == 200).Text);
        Assert.Contains(_log.Entries, static entry => entry.Text.Contains("The stream was deleted before they were received", StringComparison.Ordinal));
        Assert.Equal((0, 0), (_log.Count(156), _log.Count(196)));
    }

    // Two instances of which one is newer: neither takes back what the other has set.
    [Fact]
    public async Task AConsumerWithOtherSettings_KeepsThem_AndTheDifferenceIsLoggedOnce()
    {
        var other = new LogRecorder();
        await using var first = await Station.ReceiverAsync(NatsSettings.Create(_server), log: _log);
        await using var second = await Station.ReceiverAsync(NatsSettings.Create(_server, static options => (options.AckWait, options.Prefetch) = (TimeSpan.FromSeconds(7), 5000)), log: other);
        await _server.RestartAsync();
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        foreach (var station in (Station[])[first, second]) await Eventually.EqualAsync(EventBusStatus.Healthy, () => station.Bus.GetHealth().Status, Suite.Patience);
        await sender.SendAsync(Parcel.New(1));
        await Eventually.EqualAsync(1, () => first.Seen.Count + second.Seen.Count, Suite.Patience);

        Assert.Equal(0, _log.Count(197));
        string told = Assert.Single(other.Entries, static entry => entry.Id == 197).Text;
        Assert.Contains("AckWait 00:00:07 (it has 00:00:01), Prefetch 5000 (which takes a max_ack_pending of 20000; it has 10000). It keeps its own", told);
        Assert.Equal(TimeSpan.FromSeconds(1), (await _server.ConsumerAsync()).Config.AckWait);
    }

    // By the time of the settings, it would be attended for the first time when the server has long given the message to another instance.
    [Fact]
    public Task AConsumerThatWaitsShorterThanTheSettings_IsAttendedInItsTime_FromTheFirstMessageOn() => Standstill.NeverAsync(
        TimeSpan.FromMilliseconds(300),
        async run =>
        {
            string application = $"receiver{run}";
            await (await Station.ReceiverAsync(NatsSettings.Create(_server), application)).DisposeAsync();
            var gate = new AsyncGate();
            await using var receiver = await Station.ReceiverAsync(
                NatsSettings.Create(_server, static options => options.AckWait = TimeSpan.FromMinutes(1)), application, handling: async (_, token) => await gate.PassAsync(token));
            await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
            await sender.SendAsync(Parcel.New(1));
            await gate.ReachedWithinAsync(Suite.Patience);

            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
            var consumer = await _server.ConsumerAsync(application);
            gate.Open();

            Assert.Equal((1, 1ul), (consumer.NumAckPending, consumer.Delivered.ConsumerSeq));
        },
        Suite.Patience);

    [Fact]
    public async Task AStreamThatIsDeleted_IsCreatedAgain_AndReceivedFromItsBeginning()
    {
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server), log: _log);
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);

        await _server.RunAsync(static async context => await context.DeleteStreamAsync(NatsSettings.Stream));
        await sender.SendAsync(Parcel.New(2));
        await receiver.HasAsync(2);
        await sender.SendAsync(Parcel.New(3));
        await receiver.HasAsync(3);

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task WithVerify_NothingIsCreated_AndWhatIsMissingIsToldUntilItIsThere()
    {
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server, static options => (options.Topology, options.Timeout) = (NatsTopology.Verify, TimeSpan.FromSeconds(1))), canReceive: false);
        await NatsSettings.ToldAsync(receiver, "stream 'parcels' cannot be used: it does not exist. Create it, or set Topology to Declare");
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server, static options => options.Topology = NatsTopology.Verify));
        Assert.Contains("has not confirmed event 'conformance.parcel' (no stream takes it", await NatsSettings.FailsAsync(sender));

        await _server.RunAsync(static async context => await context.CreateStreamAsync(new StreamConfig(NatsSettings.Stream, ["elsewhere.>"])));
        await NatsSettings.ToldAsync(receiver, "stream 'parcels' does not take 'parcels.>'");
        await _server.RunAsync(static async context => await context.UpdateStreamAsync(new StreamConfig(NatsSettings.Stream, ["parcels.>"]) { NumReplicas = 1 }));
        await NatsSettings.ToldAsync(receiver, "consumer 'receiver' of stream 'parcels' does not exist");
        await _server.RunAsync(static async context => await context.CreateConsumerAsync(NatsSettings.Stream, new ConsumerConfig("receiver")));

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    [Theory]
    [InlineData("limit")]
    [InlineData("acknowledgements")]
    public async Task AConsumerThatWouldLoseMessages_IsNotUsed_AndSaysWhatToChange(string what)
    {
        await (await Station.SenderAsync(NatsSettings.CreateSender(_server))).SendAsync(Parcel.New(0));
        var config = new ConsumerConfig("receiver");
        if (what == "limit") config.MaxDeliver = 5;
        else config.AckPolicy = ConsumerConfigAckPolicy.None;
        await _server.RunAsync(async context => await context.CreateConsumerAsync(NatsSettings.Stream, config));

        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server, static options => options.Timeout = TimeSpan.FromSeconds(1)), canReceive: false);

        await NatsSettings.ToldAsync(receiver, what == "limit" ? "has a limit of deliveries" : "does not wait for each acknowledgement");
    }

    [Fact]
    public async Task AStreamWithOtherSettings_KeepsThem_AndTheDifferenceIsLoggedOnce()
    {
        await using var first = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        await first.SendAsync(Parcel.New(1));
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server, static options => (options.MaxAge, options.MaxMessages, options.DuplicateWindow) = (TimeSpan.FromDays(1), 7, TimeSpan.FromMinutes(1))), log: _log);
        await _server.RestartAsync();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await first.SendAsync(Parcel.New(2));
        await receiver.HasAsync(1);

        Assert.Contains("MaxAge 1.00:00:00, MaxMessages 7, DuplicateWindow 00:01:00.", Assert.Single(_log.Entries, static entry => entry.Id == 155).Text);
    }

    [Fact]
    public async Task AStreamThatKeepsNothingForWantOfAReceiver_IsWarnedOf()
    {
        await using var sender = await Station.ReceiverAsync(NatsSettings.CreateSender(_server, static options => options.Retention = NatsRetention.Interest), application: "sender", log: _log, canReceive: false);
        await sender.SendAsync(Parcel.New(1));
        await NatsSettings.ToldAsync(sender, "keeps nothing, as no application has a consumer");
        Assert.Equal(1, _log.Count(159));

        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
        await sender.SendAsync(Parcel.New(2));
        await receiver.HasAsync(1);
        await _server.IsAcknowledgedAsync();
        while ((await _server.StateAsync()).Messages > 0) await Task.Yield();
    }

    // What was published over the connection before is not kept either.
    [Fact]
    public async Task AStreamThatKeepsNothing_IsWarnedOf_AlsoOverANewConnection()
    {
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server, static options => options.Retention = NatsRetention.Interest));
        await sender.SendAsync(Parcel.New(1));
        await _server.RestartAsync();

        await NatsSettings.ToldAsync(sender, "keeps nothing, as no application has a consumer");
    }

    [Fact]
    public async Task AMessageThatIsPublishedAgain_IsStoredOnce()
    {
        await using var transport = NatsSettings.CreateSender(_server);
        var message = new EventMessage { Id = Guid.NewGuid(), EventId = "conformance.parcel", Payload = "{}"u8.ToArray(), Timestamp = DateTimeOffset.UtcNow };

        for (int i = 0; i < 5; i++) await transport.PublishAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(1, (await _server.StateAsync()).Messages);
    }

    [Fact]
    public async Task APublishThatTheStreamNeverConfirms_GivesItsPlaceBack()
    {
        await _server.RunAsync(static async context => await context.CreateStreamAsync(new StreamConfig(NatsSettings.Stream, ["parcels.>"]) { NoAck = true }));
        await using var transport = NatsSettings.CreateSender(_server, static options => (options.MaxInFlight, options.Timeout) = (1, TimeSpan.FromSeconds(1)));
        Assert.Contains("no answer within 1 s", (await PublishAsync())?.Message);

        await _server.RunAsync(static async context => await context.UpdateStreamAsync(new StreamConfig(NatsSettings.Stream, ["parcels.>"]) { NumReplicas = 1 }));

        // There is one place, and until it is given back a publish waits for it in vain.
        await Eventually.TrueAsync(async () => await PublishAsync() is null, Suite.Patience);

        async Task<Exception?> PublishAsync() => await Record.ExceptionAsync(async () => await transport.PublishAsync(
            new EventMessage { Id = Guid.NewGuid(), EventId = "conformance.parcel", Payload = "{}"u8.ToArray(), Timestamp = DateTimeOffset.UtcNow }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task APayloadOverTheServersLimit_IsRefused_AndStopsNothing()
    {
        await using var server = await NatsServer.StartNewAsync("max_payload: 65536");
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(server));
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(server));

        Assert.Contains("it is larger than the server's max_payload", await NatsSettings.FailsAsync(sender, Parcel.New(1) with { Text = new string('x', 100_000) }));
        await NatsSettings.ToldAsync(sender, "max_payload");

        await sender.SendAsync(Parcel.New(2));
        await receiver.HasAsync(1);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task TheWorkQueue_HasWhatWasPublishedBefore_AndKeepsNothingThatWasHandled()
    {
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server, static options => options.Retention = NatsRetention.WorkQueue));
        await sender.SendAsync(Parcel.Many(5));

        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server, static options => options.Retention = NatsRetention.WorkQueue));
        await receiver.HasAsync(5);
        while ((await _server.StateAsync()).Messages > 0) await Task.Yield();
    }
}
