using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>Users of Redis' access lists.</summary>
public sealed class AccessListTests : IAsyncLifetime
{
    private const string Secret = "hunter2-9c1f";

    // As redis.md lists them.
    private const string
        Publish = "+@connection +publish", Subscribe = "+@connection +subscribe +unsubscribe",
        Add = "+@connection +xadd", Read = "+@connection +multi +exec +xreadgroup +xack +xclaim +xpending +xrange +xgroup +xinfo +eval +evalsha +script|load";

    private readonly LogRecorder _log = new();
    private RedisServer _server = null!;
    private ConnectionMultiplexer _client = null!;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        _server = await RedisServer.StartAsync(Secret);
        _client = await RedisClient.ConnectAsync(_server, Secret);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(RedisMode.PubSub, Publish, Subscribe)]
    [InlineData(RedisMode.Streams, Add, Read)]
    public async Task AUser_NeedsTheCommandsThatAreDocumented_AndNoOthers(RedisMode mode, string publish, string receive)
    {
        await SetAsync("shop", publish);
        await SetAsync("desk", $"{receive} +xadd +publish");
        await using var receiver = await Station.ReceiverAsync(Create("desk", mode));
        await using var sender = await Station.SenderAsync(Create("shop", mode, receives: false));
        var sent = Parcel.Many(100);

        await sender.SendAsync(sent);

        await receiver.HasAsync(100);
        Assert.Equal(sent, receiver.Parcels);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
        if (mode == RedisMode.Streams) await _client.GetDatabase().PendsAsync(0);
    }

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task AUserThatMayNotPublish_IsToldSo_AndDoesOnceItMay(RedisMode mode)
    {
        await SetAsync("shop", "+@connection");
        await using var sender = await Station.SenderAsync(Create("shop", mode, receives: false));

        var exception = await Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("NOPERM", exception.Message);
        Assert.Contains("Allow the user", exception.Message);
        Assert.DoesNotContain(Secret, exception.ToString());

        await SetAsync("shop", "+@connection +publish +xadd");
        await sender.SendAsync(Parcel.New(1));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
    }

    // That it may not ask whether its key is a stream is no fault.
    [Fact]
    public async Task AUserThatMayOnlyAdd_IsToldNothing_AndAsksOnceForItsStream()
    {
        await SetAsync("shop", Add);
        await using var sender = await Station.SenderAsync(Create("shop", RedisMode.Streams, receives: false), log: _log);
        await Eventually.TrueAsync(async () => await AskedAsync() == 1, Suite.Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);

        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        Assert.Equal((1, EventBusStatus.Healthy, 0), (await AskedAsync(), sender.Bus.GetHealth().Status, _log.Count(108)));

        async Task<int> AskedAsync()
        {
            var refused = (RedisResult[])(await _client.GetDatabase().ExecuteAsync("ACL", "LOG"))!;
            return refused.Select(static entry => entry.ToDictionary()).Where(static entry => (string?)entry["object"] == "xlen").Sum(static entry => (int)entry["count"]);
        }
    }

    [Fact]
    public async Task ASubscriptionThatIsRefusedWhenItsConnectionComesBack_IsTold_AndMadeOnceItMayBe()
    {
        await SetAsync("shop", Publish);
        await SetAsync("desk", Subscribe);
        await using var receiver = await Station.ReceiverAsync(Create("desk", RedisMode.PubSub), log: _log);
        await using var sender = await Station.SenderAsync(Create("shop", RedisMode.PubSub, receives: false));

        await _client.GetDatabase().ExecuteAsync("ACL", ["SETUSER", "desk", "-subscribe"]);
        await _client.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await Eventually.TrueAsync(() => receiver.Bus.GetHealth().Publishers[0].LastError?.Contains("NOPERM", StringComparison.Ordinal) == true, Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);

        Assert.Contains("does not receive from channel", Assert.Single(_log.Entries, static entry => entry.Id == 109).Text);

        await _client.GetDatabase().ExecuteAsync("ACL", ["SETUSER", "desk", "+subscribe"]);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);
    }

    [Fact]
    public async Task AnAcknowledgementThatIsRefused_IsTold_UntilItIsTaken()
    {
        await SetAsync("shop", Add);
        await SetAsync("desk", Read);
        await using var receiver = await Station.ReceiverAsync(Create("desk", RedisMode.Streams), log: _log);
        await using var sender = await Station.SenderAsync(Create("shop", RedisMode.Streams, receives: false));

        await _client.GetDatabase().ExecuteAsync("ACL", ["SETUSER", "desk", "-xack"]);
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);
        await Eventually.TrueAsync(() => receiver.Bus.GetHealth().Publishers[0].LastError?.Contains("NOPERM", StringComparison.Ordinal) == true, Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);

        Assert.Contains(_log.Entries, static entry => entry.Id == 108 && entry.Text.Contains("does not acknowledge what has been handled", StringComparison.Ordinal));

        await _client.GetDatabase().ExecuteAsync("ACL", ["SETUSER", "desk", "+xack"]);
        await _client.GetDatabase().PendsAsync(0);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    // Reads go on meanwhile, and would make everything green.
    [Theory]
    [InlineData("xclaim")]
    [InlineData("xpending")]
    [InlineData("xrange")]
    public async Task WhatClaimingNeeds_TakenAwayFromAReceiver_IsTold_AndWhatADeadInstanceLeftIsClaimedOnceItMayBe(string command)
    {
        await SetAsync("shop", Add);
        await SetAsync("desk", Read);
        await using var receiver = await Station.ReceiverAsync(Create("desk", RedisMode.Streams), log: _log);
        await using var sender = await Station.SenderAsync(Create("shop", RedisMode.Streams, receives: false));
        await AllowAsync('-', command);

        // An entry that another instance had, which died: in one step, so that the receiver cannot be faster.
        var left = ParcelMessage.New(key: "left");
        await _client.GetDatabase().ScriptEvaluateAsync(
            "redis.call('XADD', KEYS[1], '*', 'data', ARGV[2]) local id = redis.call('XREADGROUP', 'GROUP', ARGV[1], 'gone', 'STREAMS', KEYS[1], '>')[1][2][1][1] return redis.call('XCLAIM', KEYS[1], ARGV[1], 'gone', 0, id, 'IDLE', 60000)",
            [RedisCommands.Stream],
            [RedisCommands.Group, left.ToJson()]);

        await Eventually.ContainsAsync(["does not claim what other instances have left", "Allow the user this command"], () => receiver.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        await sender.SendAsync(Parcel.New(1, "read"));
        await receiver.HasAsync(1);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        Assert.Contains(_log.Entries, static entry => entry.Id == 108 && entry.Text.Contains("does not claim what other instances have left", StringComparison.Ordinal));

        await AllowAsync('+', command);
        await receiver.HasAsync(2);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task AClaimOfWhatIsBeingHandled_ThatIsRefused_IsTold_UntilItIsTaken()
    {
        await SetAsync("shop", Add);
        await SetAsync("desk", Read);
        var gate = new AsyncGate();
        await using var receiver = await Station.ReceiverAsync(Create("desk", RedisMode.Streams), handling: async (_, token) => await gate.PassAsync(token), log: _log);
        await using var sender = await Station.SenderAsync(Create("shop", RedisMode.Streams, receives: false));
        await sender.SendAsync(Parcel.New(1));
        await gate.ReachedWithinAsync(Suite.Patience);

        await AllowAsync('-', "xclaim");
        await Eventually.ContainsAsync(["does not keep what is being handled", "NOPERM"], () => receiver.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);

        await AllowAsync('+', "xclaim");
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        gate.Open();
        await receiver.HasAsync(1);
    }

    // How far behind it is decides whether the stream deletes what nobody has read.
    [Fact]
    public async Task AGroupOfWhichNobodyTellsHowFarItIs_IsTold_AndReadsOn()
    {
        await SetAsync("shop", Add);
        await SetAsync("desk", Read);
        await using var receiver = await Station.ReceiverAsync(Create("desk", RedisMode.Streams), log: _log);
        await using var sender = await Station.SenderAsync(Create("shop", RedisMode.Streams, receives: false));

        await AllowAsync('-', "xinfo");
        await Eventually.ContainsAsync(["does not know how far behind its group is", "Allow the user this command"], () => receiver.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        await sender.SendAsync(Parcel.Many(20));
        await receiver.HasAsync(20);

        await AllowAsync('+', "xinfo");
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await _client.GetDatabase().PendsAsync(0);
    }

    [Theory]
    [InlineData("evalsha")]
    [InlineData("xreadgroup")]
    public async Task WhatReadingNeeds_TakenAwayFromAReceiver_IsTold_AndReadOnceItMayBe(string command)
    {
        await SetAsync("shop", Add);
        await SetAsync("desk", Read);
        await using var receiver = await Station.ReceiverAsync(Create("desk", RedisMode.Streams), log: _log);
        await using var sender = await Station.SenderAsync(Create("shop", RedisMode.Streams, receives: false));

        await AllowAsync('-', command);
        await sender.SendAsync(Parcel.New(1));
        await Eventually.ContainsAsync(["NOPERM", "Allow the user this command"], () => receiver.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);

        await AllowAsync('+', command);
        await receiver.HasAsync(1);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    [Theory]
    [InlineData("shop", "wrong")]
    [InlineData("nobody", Secret)]
    public async Task AUserOrPasswordThatIsWrong_IsTold(string user, string password)
    {
        await SetAsync("shop", "allcommands");
        await using var sender = await Station.SenderAsync(Create(user, RedisMode.Streams, receives: false, password, TimeSpan.FromSeconds(5)));

        await Eventually.EqualAsync($"No connection to 127.0.0.1:{_server.Port}: it refuses the user or the password. Correct them in Address.", () => sender.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("It has not been sent.", thrown.ToString());
    }

    // What redis.md warns of: Redis keeps the connection for its user "default", and the client goes on with it.
    [Fact]
    public async Task AUserThatIsRefused_IsServedAsTheDefaultUser_WhereThatNeedsNoPassword()
    {
        await SetAsync("shop", "allcommands");
        await _client.GetDatabase().ExecuteAsync("ACL", ["SETUSER", "default", "nopass"]);
        await using var sender = await Station.SenderAsync(Create("shop", RedisMode.Streams, receives: false, password: "wrong"));

        await sender.SendAsync(Parcel.New(1));

        Assert.Equal(1, await _client.GetDatabase().StreamLengthAsync("parcels"));
    }

    private Task AllowAsync(char sign, string command) => _client.GetDatabase().ExecuteAsync("ACL", ["SETUSER", "desk", $"{sign}{command}"]);

    private Task SetAsync(string user, string commands) => _client.GetDatabase().ExecuteAsync(
        "ACL", ["SETUSER", user, "reset", "on", $">{Secret}", "~parcels", "&parcels", .. commands.Split(' ')]);

    // Of those who are served, none waits for its answer in vain.
    private RedisTransport Create(string user, RedisMode mode, bool receives = true, string password = Secret, TimeSpan? timeout = null) => new(Parcel.Wire, options =>
    {
        (options.Address, options.Channel, options.Mode, options.Receive) = ($"redis://{user}:{password}@127.0.0.1:{_server.Port}", "parcels", mode, receives);
        (options.ClaimAfter, options.Timeout) = (TimeSpan.FromSeconds(1), timeout ?? TimeSpan.FromMinutes(1));
    });
}
