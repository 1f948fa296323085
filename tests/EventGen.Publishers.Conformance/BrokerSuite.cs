using System.Collections.Concurrent;

namespace EventGen.Publishers.Conformance;

/// <summary>What a back end does that <see cref="Capabilities.HasServer"/>, when the server dies.</summary>
public abstract class BrokerSuite(Backend backend) : Suite(backend)
{
    [Fact]
    public async Task AServerKilledTwiceUnderLoad_CostsWhatTheBackendSaysAndNoMore()
    {
        var receiver = await ReceiverAsync();
        var sender = await SenderAsync();
        Parcel[] sent = [.. Enumerable.Range(0, 10).SelectMany(static key => Parcel.Many(1000, $"key {key}"))];
        int next = -1;

        async Task SendAsync()
        {
            while (Interlocked.Increment(ref next) is var index && index < sent.Length)
            {
                await sender.SendAsync(sent[index]);
                if (index == sent.Length / 3 || index == sent.Length / 2) await Backend.RestartAsync();
            }
        }

        await Deadline.WithinAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(SendAsync))), "all to be sent", Patience);
        if ((Backend.Capabilities & Capabilities.Persists) != 0)
        {
            await receiver.HasAsync(sent.Length);
            AssertSame(sent, receiver.Parcels);
            return;
        }

        // What was confirmed while the receiver had no connection is gone; what comes after it has one is not.
        await IsHeardAsync(sender, receiver);
        Parcel[] after = Parcel.Many(500, "after");
        await sender.SendAsync(after);
        await Eventually.EqualAsync(500, () => receiver.Parcels.Count(static parcel => parcel.Key == "after"), Patience);
        Assert.Subset(sent.ToHashSet(), receiver.Parcels.Where(static parcel => parcel.Key is not ("after" or "probe")).ToHashSet());
    }

    [Fact]
    public async Task AServerThatIsNotThereYet_DegradesTheStart_AndIsFoundLater()
    {
        await Backend.StopServerAsync();

        // Together: each start waits some time for the server.
        var stations = await Task.WhenAll(ReceiverAsync(), SenderAsync());
        var (receiver, sender) = (stations[0], stations[1]);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        Assert.NotNull(Assert.Single(receiver.Bus.GetHealth().Publishers).LastError);
        await Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1)).AsTask());

        await Backend.RestartAsync();
        await IsHeardAsync(sender, receiver);

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Patience);
    }

    [Fact]
    public async Task AServerThatStandsStill_FailsCallsInTime_AndIsNoticed()
    {
        var receiver = await ReceiverAsync();
        var sender = await SenderAsync();
        await IsHeardAsync(sender, receiver);

        Backend.Freeze();
        await Deadline.WithinAsync(
            Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1, "frozen")).AsTask()), "the publish to fail", Patience);
        await Eventually.EqualAsync(EventBusStatus.Degraded, () => receiver.Bus.GetHealth().Status, Patience);
        Backend.Thaw();

        await IsHeardAsync(sender, receiver);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Patience);
    }

    // Longer than all the attempts that there are: with the outbox, a server that is away costs nothing but delay.
    [Fact]
    public async Task DurableEvents_OutlastAServerThatIsAway()
    {
        // Where nothing is kept, a server that is back may have nowhere to deliver to for a moment, which is a failed attempt.
        bool isKept = (Backend.Capabilities & Capabilities.Persists) != 0;
        string folder = Directory.CreateTempSubdirectory("outage-").FullName;
        var log = new LogRecorder();
        var receiver = await ReceiverAsync();
        var heard = new ConcurrentBag<int>();
        receiver.Bus.Topic<Consignment>().Subscribe((consignment, _, _) =>
        {
            heard.Add(consignment.Number);
            return default;
        });
        await using (var bus = EventBus.Create(builder => builder
            .AddModule(EventGenPublishersConformanceEventModule.Instance)
            .UseLogging(log)
            .AddSqliteOutbox($"Data Source={Path.Combine(folder, "consignments.db")};Pooling=False")
            .AddPublisher(Backend.Create())
            .Configure(options => (options.Source, options.PublisherRetry) = ("sender", isKept ? new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromMilliseconds(1) } : new RetryPolicy()))))
        {
            await bus.StartAsync(TestContext.Current.CancellationToken);
            await IsHeardAsync(async () => await bus.Topic<Consignment>().EmitAsync(new Consignment(-1)), () => heard.Contains(-1));
            await Backend.StopServerAsync();

            for (int number = 0; number < 100; number++) await bus.Topic<Consignment>().EmitAsync(new Consignment(number), TestContext.Current.CancellationToken);
            int trials = 0;
            bus.DeliveryFailed += (_, _) => Interlocked.Increment(ref trials);
            await Eventually.TrueAsync(() => Volatile.Read(ref trials) >= (isKept ? 3 : 8), Patience);
            await Backend.RestartAsync();

            await Eventually.EqualAsync(0, () => bus.Outbox.ListAsync().AsTask().GetAwaiter().GetResult().Count, Patience);
            Assert.Empty(await bus.DeadLetters.ListAsync(cancellationToken: TestContext.Current.CancellationToken));
            Assert.True(log.Count(165) > 0 && log.Count(166) == log.Count(165));
        }

        // Without a queue, what is sent before the receiver is back is lost to it.
        if (isKept) await Eventually.EqualAsync(100, () => heard.Where(static number => number >= 0).Distinct().Count(), Patience);
        Directory.Delete(folder, recursive: true);
    }

    // Sent until one is seen: a subscription comes back a moment after the connection.
    private static async Task IsHeardAsync(Station sender, Station receiver)
    {
        var probe = Guid.NewGuid();
        int number = 0;
        await IsHeardAsync(() => sender.SendAsync(new Parcel(probe, "probe", number++)), () => receiver.Parcels.Any(parcel => parcel.Id == probe));
    }

    private static async Task IsHeardAsync(Func<Task> sendAsync, Func<bool> isHeard)
    {
        for (int number = 0; ; number++)
        {
            await sendAsync();
            for (int i = 0; i < 20; i++)
            {
                if (isHeard()) return;
                await Task.Delay(10);
            }

            Assert.True(number < 200, "The receiver does not hear the sender.");
        }
    }
}
