using System.Collections.Concurrent;
using System.Diagnostics;

namespace EventGen.Publishers.Conformance;

/// <summary>What a back end does that <see cref="Capabilities.HasServer"/>, when the server dies.</summary>
public abstract class BrokerSuite(Backend backend) : Suite(backend)
{
    private static readonly bool s_isHeavy = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";

    [Fact]
    public async Task AServerKilledUnderLoad_CostsWhatTheBackendSaysAndNoMore()
    {
        var receiver = await ReceiverAsync();
        var sender = await SenderAsync();
        var (count, kills) = s_isHeavy ? (100_000, 5) : (10_000, 2);
        Parcel[] sent = [.. Enumerable.Range(0, 100).SelectMany(key => Parcel.Many(count / 100, $"key {key}"))];
        int next = -1;

        async Task SendAsync()
        {
            while (Interlocked.Increment(ref next) is var index && index < sent.Length)
            {
                await sender.SendAsync(sent[index]);
                if (index == 0 || index % (sent.Length / (kills + 1)) != 0 || index > sent.Length / (kills + 1) * kills) continue;
                await Backend.RestartAsync();
                AssertTold(sender, receiver);
            }
        }

        await Deadline.WithinAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(SendAsync))), "all to be sent", s_isHeavy ? 5 * Patience : Patience);
        if ((Backend.Capabilities & Capabilities.Persists) != 0)
        {
            await receiver.HasAsync(sent.Length);
            AssertSame(sent, receiver.Parcels);
            if (s_isHeavy) TestContext.Current.SendDiagnosticMessage("{0}: {1} kills, {2} confirmed, all of them seen, {3} of them again.", GetType().Name, kills, sent.Length, receiver.Seen.Count - sent.Length);
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
    public async Task AStop_IsNoLossOfTheConnection()
    {
        var log = new LogRecorder();
        await ReceiverAsync();   // without one, some take nothing
        await using (var sender = await Station.SenderAsync(Backend.Create(), log: log)) await sender.SendAsync(Parcel.New(1));

        Assert.Contains(log.Entries, static entry => entry.Id == 2);
        Assert.DoesNotContain(log.Entries, static entry => entry.Text.Contains("has no connection", StringComparison.Ordinal));
    }

    // How it is not there changes from attempt to attempt; that it is not there does not. And what receives has nothing to add.
    [Fact]
    public async Task AnOutage_IsLoggedOnce_HoweverManyTry()
    {
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(Backend.Create(), log: log);

        await Backend.StopServerAsync();
        await Eventually.TrueAsync(() => Told().Length > 0, Patience);
        for (int number = 0; number < 5; number++)
        {
            await Assert.ThrowsAsync<EventDispatchException>(() => receiver.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(number)).AsTask());
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        await Backend.RestartAsync();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Patience);
        Assert.Contains("has no connection", Assert.Single(Told()));

        string[] Told() => [.. log.Entries.Select(static entry => entry.Text).Where(static text => text.Contains("goes on trying", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task AServerThatIsNotThereYet_DegradesTheStart_AndIsFoundLater()
    {
        await Backend.StopServerAsync();

        // Together: each start waits some time for the server.
        var stations = await Task.WhenAll(ReceiverAsync(canReceive: false), SenderAsync(), ReceiverAsync(application: "impatient", configure: WithoutPatience, canReceive: false));
        var (receiver, sender, impatient) = (stations[0], stations[1], stations[2]);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        Assert.Equal(EventBusStatus.Unhealthy, impatient.Bus.GetHealth().Status);   // it publishes nothing that could fail
        Assert.NotNull(Assert.Single(receiver.Bus.GetHealth().Publishers).LastError);
        await Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1)).AsTask());

        await Backend.RestartAsync();
        await IsHeardAsync(sender, receiver);

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => impatient.Bus.GetHealth().Status, Patience);
    }

    [Fact]
    public async Task AServerThatStandsStill_FailsCallsInTime_AndIsNoticed()
    {
        var receiver = await ReceiverAsync(configure: WithoutPatience);
        var sender = await SenderAsync();
        await IsHeardAsync(sender, receiver);

        Backend.Freeze();
        await Deadline.WithinAsync(
            Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1, "frozen")).AsTask()), "the publish to fail", Patience);
        Assert.Equal(EventBusStatus.Degraded, sender.Bus.GetHealth().Status);
        await Eventually.EqualAsync(EventBusStatus.Unhealthy, () => receiver.Bus.GetHealth().Status, Patience);
        AssertTold(sender, receiver);
        Backend.Thaw();

        await IsHeardAsync(sender, receiver);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Patience);
    }

    // What somebody has who looks at a clock. Asserted is what happens, in which order; how long it takes is printed.
    [Fact]
    public async Task AServerThatComesBackOrStandsStill_IsNoticedInSeconds()
    {
        Assert.SkipUnless(s_isHeavy, "It measures times; EVENTGEN_HEAVY_TESTS=1 runs it.");
        bool isKept = (Backend.Capabilities & Capabilities.Persists) != 0;
        string folder = Directory.CreateTempSubdirectory("times-").FullName;
        var receiver = await ReceiverAsync();
        int heard = 0;
        receiver.Bus.Topic<Consignment>().Subscribe((consignment, _, _) =>
        {
            Interlocked.Increment(ref heard);
            return default;
        });
        await using (var bus = EventBus.Create(builder => builder
            .AddModule(EventGenPublishersConformanceEventModule.Instance)
            .AddSqliteOutbox($"Data Source={Path.Combine(folder, "consignments.db")};Pooling=False")
            .AddPublisher(Backend.Create())
            .Configure(static options => options.Source = "sender")))
        {
            await bus.StartAsync(TestContext.Current.CancellationToken);
            await IsHeardAsync(async () => await bus.Topic<Consignment>().EmitAsync(new Consignment(-1)), () => Volatile.Read(ref heard) > 0);
            for (int round = 0; round < 3; round++)
            {
                await Backend.StopServerAsync();
                for (int number = 0; number < 10; number++) await bus.Topic<Consignment>().EmitAsync(new Consignment(number), TestContext.Current.CancellationToken);
                await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
                int before = Volatile.Read(ref heard);
                await Backend.RestartAsync();
                long back = Stopwatch.GetTimestamp();
                await Eventually.TrueAsync(() => bus.Outbox.ListAsync().AsTask().GetAwaiter().GetResult().Count < 10, Patience);
                var confirmed = Stopwatch.GetElapsedTime(back);
                if (isKept) await Eventually.TrueAsync(() => Volatile.Read(ref heard) > before, Patience);
                var delivered = Stopwatch.GetElapsedTime(back);
                await Eventually.EqualAsync(0, () => bus.Outbox.ListAsync().AsTask().GetAwaiter().GetResult().Count, Patience);
                await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Patience);
                await Eventually.EqualAsync(EventBusStatus.Healthy, () => bus.GetHealth().Status, Patience);

                long frozen = Stopwatch.GetTimestamp();
                Backend.Freeze();
                await Eventually.EqualAsync(EventBusStatus.Degraded, () => receiver.Bus.GetHealth().Status, Patience);
                var noticed = Stopwatch.GetElapsedTime(frozen);
                await Eventually.EqualAsync(EventBusStatus.Degraded, () => bus.GetHealth().Status, Patience);
                var noticedBySender = Stopwatch.GetElapsedTime(frozen);
                Backend.Thaw();
                await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Patience);
                await Eventually.EqualAsync(EventBusStatus.Healthy, () => bus.GetHealth().Status, Patience);
                TestContext.Current.SendDiagnosticMessage(
                    "{0}: back after 10 s: first confirmed after {1:0.00} s, first delivered after {2:0.00} s; stands still: noticed by the receiver after {3:0.0} s, by the sender after {4:0.0} s.",
                    GetType().Name, confirmed.TotalSeconds, delivered.TotalSeconds, noticed.TotalSeconds, noticedBySender.TotalSeconds);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AServerThatStandsStillFor20Seconds_LosesNothingThatItConfirmed()
    {
        Assert.SkipUnless(s_isHeavy, "It takes a minute; EVENTGEN_HEAVY_TESTS=1 runs it.");
        bool isKept = (Backend.Capabilities & Capabilities.Persists) != 0;
        var receiver = await ReceiverAsync();
        var sender = await SenderAsync();
        Parcel[] sent = [.. Enumerable.Range(0, 20).SelectMany(static key => Parcel.Many(500, $"key {key}"))];
        int next = -1;

        async Task SendAsync()
        {
            while (Interlocked.Increment(ref next) is var index && index < sent.Length) await sender.SendAsync(sent[index]);
        }

        var sending = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(SendAsync)));
        await Eventually.TrueAsync(() => Volatile.Read(ref next) > sent.Length / 4, Patience);
        Backend.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Backend.Thaw();
        await Deadline.WithinAsync(sending, "all to be sent", Patience);

        if (isKept) await receiver.HasAsync(sent.Length);
        await IsHeardAsync(sender, receiver);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Patience);
        TestContext.Current.SendDiagnosticMessage("{0}: stood still for 20 s, {1} confirmed, {2} seen.", GetType().Name, sent.Length, receiver.Parcels.Where(static parcel => parcel.Key != "probe").Distinct().Count());
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
            Assert.NotEqual(0, log.Count(165));
            await Eventually.EqualAsync(log.Count(165), () => log.Count(166), Patience);
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
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            await sendAsync();
            for (int i = 0; i < 20; i++)
            {
                if (isHeard()) return;
                await Task.Delay(10);
            }
        }

        Assert.Fail("The receiver does not hear the sender.");
    }

    private static void WithoutPatience(EventBusOptions options) => options.PublisherDownLimit = TimeSpan.FromMilliseconds(1);

    // In the words of the documentation, and not in those of .NET.
    private static void AssertTold(params Station[] stations) =>
        Assert.All(stations, static station => Assert.DoesNotMatch("Exception|A task was|The operation was|transport connection", station.Bus.GetHealth().Publishers[0].LastError ?? ""));
}
