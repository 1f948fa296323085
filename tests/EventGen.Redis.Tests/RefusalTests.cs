namespace EventGen.Redis.Tests;

/// <summary>A server that answers, and refuses.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string Secret = "hunter2-9c1f";

    private readonly LogRecorder _log = new();
    private RedisServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        _server = await RedisServer.StartAsync(Secret);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(RedisMode.PubSub, "hunter2-9c1f-old", "it refuses the password. Correct the password in Address.")]
    [InlineData(RedisMode.Streams, "hunter2-9c1f-old", "it refuses the password. Correct the password in Address.")]
    [InlineData(RedisMode.PubSub, null, "it asks for a password. Give the password in Address")]
    [InlineData(RedisMode.Streams, null, "it asks for a password. Give the password in Address")]
    public async Task APasswordThatIsWrong_IsTold_AndTriedAgainUntilItIsRight(RedisMode mode, string? password, string told)
    {
        await using var station = await Station.ReceiverAsync(Create(mode, password), log: _log, canReceive: false);
        await FailsAsync(station, told);
        await Eventually.TrueAsync(() => _log.Entries.Any(entry => entry.Id == 101 && entry.Text.Contains(told, StringComparison.Ordinal)), Suite.Patience);
        Assert.Equal(0, _log.Count(103));   // the connection alone tells that it is missing

        await ExecuteAsync("CONFIG", "SET", "requirepass", password ?? "");

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => station.Bus.GetHealth().Status, Suite.Patience);
        await Eventually.TrueAsync(() => _log.Count(188) > 0, Suite.Patience);
        Assert.Contains(mode == RedisMode.PubSub ? "receives from channel 'parcels'." : "receives from stream 'parcels' as group 'receiver'.", _log.Entries.First(static entry => entry.Id == 188).Text, StringComparison.Ordinal);
        await station.SendAsync(Parcel.New(1));
        Assert.All(_log.Entries, static entry => Assert.DoesNotContain(Secret, entry.Text));
    }

    [Fact]
    public async Task AServerThatHasRefused_AndThenSaysNothing_IsToldWithWhatItSaid()
    {
        const string Told = "it refuses the password. Correct the password in Address.";
        await using var proxy = new HoldingProxy(_server.Port);
        await using var station = await Station.SenderAsync(new RedisTransport(Parcel.Wire, options =>
            (options.Address, options.Channel, options.Timeout) = ($"redis://:{Secret}-old@{proxy.Address}", "parcels", TimeSpan.FromSeconds(2))));
        await FailsAsync(station, Told);
        proxy.Hold();
        await proxy.Gate.Reached;

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => station.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains(Told, thrown.Message);
        Assert.Contains(Told, station.Bus.GetHealth().Publishers[0].LastError);
    }

    [Fact]
    public async Task AKeyThatIsNoStream_IsTold_AndUsedOnceItIsOne()
    {
        await ExecuteAsync("SET", "parcels", "x");
        await using var station = await Station.ReceiverAsync(Create(), log: _log, canReceive: false);
        await FailsAsync(station, "WRONGTYPE", "name another one, or delete the key");
        await Eventually.TrueAsync(() => _log.Entries.Any(static entry => entry.Id == 103 && entry.Text.Contains("WRONGTYPE", StringComparison.Ordinal)), Suite.Patience);

        await ExecuteAsync("DEL", "parcels");

        await WorksAgainAsync(station);
    }

    [Fact]
    public async Task AKeyThatIsNoStream_IsTold_ByOneThatOnlyPublishes_BeforeItPublishes_UntilItIsOne()
    {
        await ExecuteAsync("SET", "parcels", "x");
        await using var sender = await Station.SenderAsync(Create(receives: false), log: _log);
        await Eventually.ContainsAsync(["stream 'parcels': it cannot publish: WRONGTYPE", "name another one, or delete the key"], () => LastError(sender), Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, sender.Bus.GetHealth().Status);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);   // it has looked again meanwhile
        Assert.Equal(1, _log.Count(108));

        await ExecuteAsync("DEL", "parcels");

        await Eventually.EqualAsync((EventBusStatus.Healthy, null), () => (sender.Bus.GetHealth().Status, LastError(sender)), Suite.Patience);
        await sender.SendAsync(Parcel.New(1));
    }

    [Fact]
    public async Task AServerThatIsFull_IsTold_ForAsLongAsItIs_AndTheEventIsRetried()
    {
        await using var receiver = await Station.ReceiverAsync(Create(), log: _log);
        await using var station = await Station.ReceiverAsync(
            Create(),
            application: "sender",
            configure: static options => options.PublisherRetry = new RetryPolicy { Attempts = 1000, Delay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(50) });
        await ExecuteAsync("CONFIG", "SET", "maxmemory", "1");

        await station.Bus.Topic<Parcel>().EmitAsync(Parcel.New(1, "patient"), TestContext.Current.CancellationToken);
        await FailsAsync(station, "OOM", "raise its maxmemory, or lower MaxStreamLength");

        // A server that is full answers everything else.
        await ExecuteAsync("PING");
        Assert.Equal(EventBusStatus.Degraded, station.Bus.GetHealth().Status);
        await ExecuteAsync("CONFIG", "SET", "maxmemory", "0");

        await Eventually.TrueAsync(() => receiver.Parcels.Any(static parcel => parcel.Key == "patient"), Suite.Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => station.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task AReplica_IsTold_AndUsedOnceItIsPrimary()
    {
        await using var station = await Station.ReceiverAsync(Create(), log: _log);
        await ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        await FailsAsync(station, "name the primary in Address");

        await ExecuteAsync("REPLICAOF", "NO", "ONE");

        await WorksAgainAsync(station);
    }

    // What it is told with reaches whoever looks: the emitter, and the health.
    private static async Task FailsAsync(Station station, params string[] told)
    {
        // On a busy machine the first calls may run out of time before the server has refused anything.
        await Eventually.ContainsAsync(
            told, async () => (await Assert.ThrowsAsync<EventDispatchException>(() => station.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1)).AsTask())).Message, Suite.Patience);
        await Eventually.ContainsAsync(told, () => station.Bus.GetHealth() is { Status: EventBusStatus.Degraded } health ? health.Publishers[0].LastError : null, Suite.Patience);
    }

    private async Task WorksAgainAsync(Station station)
    {
        await using var sender = await Station.SenderAsync(Create());
        await station.SendAsync(Parcel.New(1));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => station.Bus.GetHealth().Status, Suite.Patience);
        await sender.SendAsync(Parcel.New(1, "again"));
        await Eventually.TrueAsync(() => station.Parcels.Any(static parcel => parcel.Key == "again"), Suite.Patience);
    }

    private static string? LastError(Station station) => station.Bus.GetHealth().Publishers[0].LastError;

    private async Task ExecuteAsync(string command, params object[] arguments)
    {
        using var client = await RedisClient.ConnectAsync(_server, Secret);
        await client.GetDatabase().ExecuteAsync(command, arguments);
    }

    private RedisTransport Create(RedisMode mode = RedisMode.Streams, string? password = Secret, bool receives = true) => new(Parcel.Wire, options =>
    {
        options.Address = password is null ? $"redis://127.0.0.1:{_server.Port}" : $"redis://:{password}@127.0.0.1:{_server.Port}";
        (options.Channel, options.Mode, options.Receive, options.Timeout, options.ClaimAfter) = ("parcels", mode, receives, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
    });
}
