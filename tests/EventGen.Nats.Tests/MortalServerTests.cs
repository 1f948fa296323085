using NATS.Client.JetStream;

namespace EventGen.Nats.Tests;

/// <summary>A server that is killed, stands still, or comes late: nothing confirmed is lost, and nobody stays dead unnoticed.</summary>
public sealed class MortalServerTests
{
    private static readonly bool s_isLong = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";

    [Fact]
    public async Task AServerKilledUnderLoad_LosesNothingThatItConfirmed()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(server));
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(server));
        var (count, kills) = s_isLong ? (100_000, 5) : (4_000, 2);
        Parcel[] sent = [.. Enumerable.Range(0, 20).SelectMany(key => Parcel.Many(count / 20, $"key {key}"))];
        int next = -1, confirmed = 0;
        var sending = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var index && index < sent.Length)
            {
                await sender.SendAsync(sent[index]);
                Interlocked.Increment(ref confirmed);
            }
        })));
        for (int kill = 1; kill <= kills; kill++)
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref confirmed) >= count * kill / (kills + 1), Suite.Patience);
            await server.RestartAsync();
        }

        await Deadline.WithinAsync(sending, "all to be sent", Suite.Patience);
        await receiver.HasAsync(sent.Length);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        Assert.Equal(0, receiver.Bus.GetHealth().Dropped);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AServerThatStandsStill_IsNoticedByWhoOnlyReceives_AndReceivedFromAgain(bool isStream)
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(server, options => (options.Stream, options.Subject) = (isStream ? NatsSettings.Stream : null, NatsSettings.Stream)));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);

        server.Freeze();
        await Eventually.EqualAsync(EventBusStatus.Degraded, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        server.Thaw();

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(server, options => (options.Stream, options.Subject) = (isStream ? NatsSettings.Stream : null, NatsSettings.Stream)));
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);
    }

    // Whatever becomes of the consumer: as long as nothing comes to the bus, its health is not good.
    [Fact]
    public async Task HealthIsNotGood_WhileAConsumerIsDead()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(server, static options => options.Topology = NatsTopology.Declare));
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(server));
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);

        // The stream is given to others: the connection is as good as before, and nothing can be received.
        await GiveStreamToOthersAsync(server);
        await NatsSettings.ToldAsync(receiver, "it does not receive", "Choose another Subject");

        await server.RunAsync(static async context => await context.DeleteStreamAsync("others"));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await sender.SendAsync(Parcel.New(2));
        await receiver.HasAsync(2);
    }

    // The receiver may make its own again before the other one is there.
    private static Task GiveStreamToOthersAsync(NatsServer server) => server.RunAsync(static async context =>
    {
        while (true)
        {
            await context.DeleteStreamAsync(NatsSettings.Stream);
            try
            {
                return await context.CreateStreamAsync(new("others", ["parcels.>"]));
            }
            catch (NatsJSApiException exception) when (exception.Message.Contains("overlap", StringComparison.Ordinal))
            {
                // It was faster.
            }
        }
    });

    // The server answers, the request counts as attended, and messages wait: nothing but a look at the consumer tells.
    [Fact]
    public async Task AConsumerThatSendsNothingThoughMessagesWait_IsAskedAnew()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        await using var proxy = new DeafProxy(server.Port);
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(server, options => options.Address = proxy.Address), log: log);
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(server));
        await sender.SendAsync(Parcel.Many(5));

        await Eventually.TrueAsync(() => log.Entries.Any(static entry => entry.Id == 153 && entry.Text.Contains("messages wait at the server, which sends none", StringComparison.Ordinal)), Suite.Patience);
        Assert.Empty(receiver.Seen);
        Assert.InRange(proxy.Swallowed, 1, int.MaxValue);
        proxy.Hear();

        await receiver.HasAsync(5);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        Assert.Equal(0, receiver.Bus.GetHealth().Dropped);
        Assert.Equal(2, log.Count(152));   // at first, and now: nothing was green in between
    }

    // The start of a bus waits for its receiver for as long as one call may take, and then goes on without it: others publish before there is a consumer.
    [Fact]
    public async Task AReceiverThatConnectsAfterItsBusHasStarted_HasWhatWasPublishedSince_AndNothingOlder()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        await using var proxy = new DeafProxy(server.Port, isOpen: false);
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(server));
        await sender.SendAsync(Parcel.Many(3, "before"));
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(proxy.Address, static options => options.Timeout = TimeSpan.FromSeconds(2)), canReceive: false);
        Parcel[] sent = Parcel.Many(5, "since");
        await sender.SendAsync(sent);
        Assert.Empty(receiver.Seen);

        proxy.Hear();
        proxy.Open();

        await receiver.HasAsync(5);
        Assert.Equal(sent, receiver.Parcels);

        // Also where its consumer has to be made again.
        await server.RunAsync(static async context => await context.DeleteConsumerAsync(NatsSettings.Stream, "receiver"));
        var last = Parcel.New(6, "last");
        await sender.SendAsync(last);
        await receiver.HasAsync(6);
        Assert.Equal([.. sent, last], receiver.Parcels);
    }

    [Fact]
    public async Task AServerThatStandsStill_IsLoggedOnce_AndNotTakenForAnotherOne()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(server, static options => options.Timeout = TimeSpan.FromSeconds(1)), log: log);

        server.Freeze();
        await Eventually.EqualAsync(1, () => log.Count(151), Suite.Patience);
        List<string> told = [];
        for (int number = 0; number < 5; number++) told.Add(await NatsSettings.FailsAsync(receiver));
        told.Add(receiver.Bus.GetHealth().Publishers[0].LastError!);
        server.Thaw();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);

        Assert.Equal(1, log.Count(151));
        Assert.All(told, static text => Assert.DoesNotContain("has not said that it is NATS", text));
    }

    // Nobody can tell it from one that has too few for good.
    [Fact]
    public async Task AClusterThatHasTooFewServersYet_IsNoFaultOfTheEvent_AndIsPublishedToOnceItHasMore()
    {
        NatsServer.Require();
        int[] ports = [LoopbackPort.Take(), LoopbackPort.Take(), LoopbackPort.Take()];
        await using var first = await NatsServer.StartNewAsync(Member(0));
        await using var second = await NatsServer.StartNewAsync(Member(1));
        await using var sender = await Station.SenderAsync(NatsSettings.Create(first, static options => (options.Receive, options.Replicas) = (false, 3)));
        await NatsSettings.ToldAsync(sender, "stream 'parcels' cannot be used: 400 no suitable peers for placement", "Start the other servers of its cluster, or lower Replicas.");
        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());
        Assert.True(Assert.IsType<NatsPublishException>(thrown.InnerException).IsUnreachable, thrown.ToString());

        await using var third = await NatsServer.StartNewAsync(Member(2));

        await sender.SendAsync(Parcel.New(2));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);

        string Member(int number) =>
            $$"""
            server_name: "s{{number}}"
            cluster { name: "shop", listen: "127.0.0.1:{{ports[number]}}", routes: [ {{string.Join(", ", ports.Select(static port => $"\"nats://127.0.0.1:{port}\""))}} ] }
            """;
    }

    [Fact]
    public async Task AServerWithoutJetStream_IsTold()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync(NatsServer.NoJetStream);
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(server, static options => options.Timeout = TimeSpan.FromSeconds(2)), canReceive: false);

        await NatsSettings.ToldAsync(receiver, "JetStream is not enabled");
    }
}
