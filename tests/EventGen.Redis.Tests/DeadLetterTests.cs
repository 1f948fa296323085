using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>What Redis knows while a received message becomes a dead letter.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    private RedisServer? _server;
    private ConnectionMultiplexer? _client;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        _server = await RedisServer.StartAsync();
        _client = await RedisClient.ConnectAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Streams_AnEntryIsAcknowledged_OnceItsDeadLetterIsKept(bool isMessage)
    {
        var gate = new AsyncGate();
        var store = new DeadLetterStore { Gate = gate };
        await using var receiver = await ReceiverAsync(store);
        await AddAsync(isMessage);

        await gate.Reached;
        Assert.Equal(1, await PendingAsync());
        gate.Open();

        await _client!.GetDatabase().PendsAsync(0);
        Assert.Equal(1, store.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Streams_AnEntryWhoseDeadLetterIsNotKept_StaysPending_UntilOneIs(bool isMessage)
    {
        var store = new DeadLetterStore { Fails = true };
        await using var receiver = await ReceiverAsync(store);
        await AddAsync(isMessage);

        await Eventually.TrueAsync(() => store.Refusals >= 2);   // delivered again
        Assert.Equal((1L, 0L), (await PendingAsync(), receiver.Bus.DeadLetters.Lost));
        store.Fails = false;

        await _client!.GetDatabase().PendsAsync(0);
        Assert.Equal(1, store.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Streams_AStopWhileTheStoreHangs_Ends_AndLeavesTheEntryPending(bool isMessage)
    {
        var gate = new AsyncGate();
        var receiver = await ReceiverAsync(new DeadLetterStore { Gate = gate });
        await AddAsync(isMessage);
        await gate.Reached;

        await receiver.DisposeAsync();

        Assert.Equal((1L, 0L), (await PendingAsync(), receiver.Bus.DeadLetters.Lost));
        gate.Open();
    }

    [Theory]
    [InlineData("else", true)]
    [InlineData(null, false)]
    public async Task Streams_AnEntryWithoutAMessage_IsADeadLetterWithItsIdAndFields_WithinTheLimit(string? value, bool isKept)
    {
        var store = new DeadLetterStore();
        await using var receiver = await ReceiverAsync(store);

        string id = (string)(await ExecuteAsync("XADD", "parcels", "*", "something", value ?? new string('x', 4_000_000)))!;
        await Eventually.EqualAsync(1L, () => store.Count);

        await _client!.GetDatabase().PendsAsync(0);
        AssertHas(store, isKept ? ContentOf(id) : "");
    }

    [Fact]
    public async Task Streams_AnEntryWithoutAMessage_ThatIsClaimed_HasTheSameDeadLetter()
    {
        var store = new DeadLetterStore { Fails = true };
        await using var receiver = await ReceiverAsync(store);

        string id = (string)(await ExecuteAsync("XADD", "parcels", "*", "something", "else"))!;
        await Eventually.TrueAsync(() => store.Refusals >= 1);
        store.Fails = false;
        await Eventually.EqualAsync(1L, () => store.Count);

        AssertHas(store, ContentOf(id));
    }

    [Fact]
    public async Task PubSub_WhileTheStoreHangs_NoMoreThanThePrefetchAreWithIt_AndNoneIsLost()
    {
        var gate = new AsyncGate(expected: 4);
        var store = new DeadLetterStore { Gate = gate };
        await using var receiver = await ReceiverAsync(store, static options => (options.Mode, options.Prefetch) = (RedisMode.PubSub, 4));

        for (int i = 0; i < 20; i++) await ExecuteAsync("PUBLISH", "parcels", "no json");
        await gate.Reached;
        Assert.Equal((4, 0L), (gate.Arrivals, store.Count));
        gate.Open();

        await Eventually.EqualAsync(20L, () => store.Count);
    }

    private Task<Station> ReceiverAsync(DeadLetterStore store, Action<RedisOptions>? configure = null) => Station.ReceiverAsync(
        new RedisTransport(Parcel.Wire, options =>
        {
            (options.Address, options.Channel, options.Mode, options.Receive) = (_server!.Address, "parcels", RedisMode.Streams, true);
            options.ClaimAfter = TimeSpan.FromMilliseconds(500);
            configure?.Invoke(options);
        }),
        handling: static (_, _) => throw new InvalidDataException(),
        deadLetters: store);

    private static string ContentOf(string id) => $"{{\"entry\":\"{id}\",\"fields\":{{\"something\":\"else\"}}}}";

    private static void AssertHas(DeadLetterStore store, string content)
    {
        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(store.DeadLetters));
        Assert.Equal((content, "It is an entry of the stream without a message."), (System.Text.Encoding.UTF8.GetString(deadLetter.Content.Span), deadLetter.Reason));
    }

    // A parcel, whose handler fails, or what is no message.
    private Task AddAsync(bool isMessage) => ExecuteAsync("XADD", "parcels", "*", "data", isMessage ? ParcelMessage.New().ToJson() : "no json"u8.ToArray());

    private Task<long> PendingAsync() => _client!.GetDatabase().PendingAsync();

    private Task<RedisResult> ExecuteAsync(string command, params object[] arguments) => _client!.GetDatabase().ExecuteAsync(command, arguments);
}
