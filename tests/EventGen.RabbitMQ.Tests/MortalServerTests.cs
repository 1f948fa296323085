namespace EventGen.RabbitMQ.Tests;

/// <summary>A server that is full, or stands still.</summary>
[Collection(MortalServer.Name)]
public sealed class MortalServerTests : IAsyncLifetime
{
    private Broker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = new Broker(await Servers.MortalAsync());

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
    }

    [Theory]
    [InlineData("vm_memory_monitor:set_vm_memory_high_watermark(0.0000001).", "vm_memory_monitor:set_vm_memory_high_watermark(0.4).")]
    [InlineData("rabbit_disk_monitor:set_disk_free_limit(999000000000000).", "rabbit_disk_monitor:set_disk_free_limit(50000000).")]
    public async Task AnAlarmOfMemoryOrDisk_FailsPublishesInTime_IsTold_AndCostsNothing(string raise, string lower)
    {
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(_broker.Create());
        await using var sender = await Station.SenderAsync(_broker.Create(static options => (options.Receive, options.Timeout) = (false, TimeSpan.FromSeconds(2))));
        await using var told = await Station.ReceiverAsync(_broker.Create(static options => options.Timeout = TimeSpan.FromSeconds(2)), application: "told", log: log);
        await sender.SendAsync(Parcel.New(0));
        await _broker.Server.EvaluateAsync(raise);
        try
        {
            var thrown = await Deadline.WithinAsync(
                Assert.ThrowsAsync<EventDispatchException>(() => told.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1, "blocked"), TestContext.Current.CancellationToken).AsTask()), "the publish to fail", Suite.Patience);
            Assert.Contains("no answer within 2 s", thrown.Message);
            await Eventually.TrueAsync(() => log.Count(164) > 0, Suite.Patience);
            Assert.Equal(EventBusStatus.Degraded, told.Bus.GetHealth().Status);
        }
        finally
        {
            await _broker.Server.EvaluateAsync(lower);
        }

        await sender.SendAsync(Parcel.New(2, "after"));
        await Eventually.TrueAsync(() => receiver.Parcels.Any(static parcel => parcel.Key == "after"), Suite.Patience);
        await told.SendAsync(Parcel.New(3, "after"));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => told.Bus.GetHealth().Status, Suite.Patience);
    }

    // The server closes the channel of a consumer that has a message for longer than it allows; another instance's consumer is there meanwhile.
    [Fact]
    public async Task AHandlerThatTakesLongerThanTheServerAllows_IsTold_AndTheInstanceReceivesOn()
    {
        const string User = "slow";
        var log = new LogRecorder();
        var gate = new AsyncGate();
        await _broker.Server.AllowAsync(User, "s3cret", ".*", ".*", ".*");
        await using var other = await Station.ReceiverAsync(_broker.Create());
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        string usual = await _broker.Server.EvaluateAsync("{ok, T} = application:get_env(rabbit, consumer_timeout), application:set_env(rabbit, consumer_timeout, 1), io:format(\"~b~n\", [T]).");
        Station slow;
        try
        {
            // A channel keeps the limit that it began with.
            slow = await Station.ReceiverAsync(
                _broker.Create(options => (options.Address, options.Prefetch) = ($"amqp://{User}:s3cret@127.0.0.1:{_broker.Server.Port}", 1)),
                handling: async (parcel, token) =>
                {
                    if (parcel.Key == "slow") await gate.PassAsync(token);
                },
                log: log);
        }
        finally
        {
            await _broker.Server.EvaluateAsync($"application:set_env(rabbit, consumer_timeout, {usual.Split('\n')[0]}).");
        }

        await using var closing = slow;
        int sent = 0;
        while (gate.Arrivals == 0) await sender.SendAsync(Parcel.New(sent++, "slow"));   // to whichever instance

        // It looks once a minute by itself.
        await _broker.Server.EvaluateAsync($"[P ! tick || P <- rabbit_channel:list(), [{{user, U}}] <- [catch rabbit_channel:info(P, [user])], U =:= <<\"{User}\">>].");
        await Eventually.TrueAsync(() => log.Entries.Any(static entry => entry.Id == 163 && entry.Text.Contains("consumer_timeout", StringComparison.Ordinal)), Suite.Patience);
        gate.Open();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => slow.Bus.GetHealth().Status, Suite.Patience);
        await Eventually.TrueAsync(
            async () =>
            {
                await sender.SendAsync(Parcel.New(sent++, "after"));
                return slow.Parcels.Any(static parcel => parcel.Key == "after");
            },
            Suite.Patience);
    }

    // A receiver has nothing to publish that could fail: the heartbeats alone tell it.
    [Fact]
    public async Task AServerThatStandsStill_IsNoticedByAReceiverWithin10Seconds()
    {
        await using var receiver = await Station.ReceiverAsync(_broker.Create());
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);

        long began = Environment.TickCount64;
        _broker.Server.Freeze();
        await Eventually.EqualAsync(EventBusStatus.Degraded, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        long noticed = Environment.TickCount64 - began;
        _broker.Server.Thaw();

        TestContext.Current.SendDiagnosticMessage("Noticed after {0} ms.", noticed);
        if (Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1") Assert.InRange(noticed, 0, 10_000);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }
}
