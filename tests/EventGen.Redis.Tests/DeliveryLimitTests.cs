using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>An event that ends the process of whoever handles it.</summary>
public sealed class DeliveryLimitTests : IAsyncLifetime
{
    private const int Limit = 3;

    private static readonly TimeSpan s_claimAfter = TimeSpan.FromMilliseconds(300);

    // Longer than a process stands still on a busy machine, so that it takes nothing over from itself.
    private static readonly TimeSpan s_longClaimAfter = TimeSpan.FromSeconds(30);

    private RedisServer _server = null!;
    private ConnectionMultiplexer _client = null!;

    private IDatabase Database => _client.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        if (AnotherProcess.Address is not null) return;
        _server = await RedisServer.StartAsync();
        _client = await RedisClient.ConnectAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task AnEventThatEndsItsProcess_BecomesADeadLetter_AndThoseBesideItDoNot()
    {
        if (AnotherProcess.Address is { } address)
        {
            await using var doomed = await Station.ReceiverAsync(Create(address, claimAfter: s_longClaimAfter), handling: static (parcel, _) =>
            {
                if (parcel.Key == "poison") Environment.FailFast("as the event wants");
                return default;
            });
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
            return;
        }

        await (await Station.ReceiverAsync(Create())).DisposeAsync();
        await using var sender = await Station.SenderAsync(Create());
        await sender.SendAsync(Parcel.Many(20, "before"));
        var poison = Parcel.New(1, "poison");
        await sender.SendAsync(poison);
        Parcel[] after = [.. Enumerable.Range(0, 20).Select(static number => Parcel.New(number, $"after {number}"))];
        await sender.SendAsync(after);

        var poisoned = (await Database.StreamRangeAsync("parcels"))[20].Id;
        for (int death = 1; death <= Limit; death++)
        {
            var run = await AnotherProcess.RunAsync(_server.Address, typeof(DeliveryLimitTests), TestContext.Current.CancellationToken);
            Assert.Equal(134, run.ExitCode);   // SIGABRT
            Assert.Contains("as the event wants", run.Errors + run.Output, StringComparison.Ordinal);
            Assert.Equal(death, (await DeliveriesAsync())[poisoned!]);
            await LeaveUnattendedAsync();
        }

        Assert.Equal(poisoned, Assert.Single(await DeliveriesAsync(), static entry => entry.Value >= Limit).Key);
        var store = new DeadLetterStore();
        await using var survivor = await Station.ReceiverAsync(Create(claimAfter: s_longClaimAfter), deadLetters: store);
        await Database.PendsAsync(0);

        var deadLetter = Assert.Single(store.DeadLetters);
        Assert.Equal((DeadLetterKind.RejectedMessage, "conformance.parcel", Parcel.Wire), (deadLetter.Kind, deadLetter.EventId, deadLetter.Target));
        Assert.Equal("It was delivered 3 times (DeliveryLimit), and each time left unfinished. Its handler may end the process.", deadLetter.Reason);
        Assert.DoesNotContain(poison, survivor.Parcels);

        // It is the whole message: whoever has mended the handler replays it.
        await survivor.Bus.DeadLetters.ReplayAllAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(poison, survivor.Parcels);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(int.MaxValue, false)]
    public async Task AnEvent_IsDeliveredUpToTheLimit(int limit, bool isRefused)
    {
        await LeaveUnfinishedAsync(count: 1, deliveries: 4);
        var store = new DeadLetterStore();

        await using var receiver = await Station.ReceiverAsync(Create(limit: limit), deadLetters: store);

        await Database.PendsAsync(0);
        Assert.Equal(isRefused ? (1, 0) : (0, 1), (store.DeadLetters.Length, receiver.Seen.Count));
    }

    [Fact]
    public async Task EventsThatWereDeliveredOften_AreHandledOneByOne()
    {
        await LeaveUnfinishedAsync(count: 10, deliveries: 5);
        int handled = 0, most = 0;

        await using var receiver = await Station.ReceiverAsync(Create(limit: 10), handling: async (_, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref handled));
            await Task.Delay(1, token);
            Interlocked.Decrement(ref handled);
        });

        await receiver.HasAsync(10);
        await Database.PendsAsync(0);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task AHandlerThatNeverReturns_OfAnEventThatIsHandledAlone_HoldsUpNoOthers()
    {
        await LeaveUnfinishedAsync(count: 5, deliveries: 5);
        var gate = new AsyncGate();
        int handled = 0;
        await using var receiver = await Station.ReceiverAsync(Create(limit: 10), handling: async (_, token) =>
        {
            if (Interlocked.Increment(ref handled) == 1) await gate.PassAsync(token);
        });

        await receiver.HasAsync(4);
        gate.Open();
        await receiver.HasAsync(5);
    }

    [Fact]
    public async Task DeliveriesThatEndInOrder_DoNotCount()
    {
        // Its dead letter is kept nowhere, so it is delivered again and again.
        var store = new DeadLetterStore { Fails = true };
        await using var receiver = await Station.ReceiverAsync(Create(limit: 2), handling: static (_, _) => throw new InvalidDataException(), deadLetters: store);
        await AddAsync();
        await Eventually.TrueAsync(() => store.Refusals >= 5, Suite.Patience);
        store.Fails = false;

        await Database.PendsAsync(0);
        Assert.Equal(DeadLetterKind.Handler, Assert.Single(store.DeadLetters).Kind);
        Assert.Equal(0, receiver.Bus.GetHealth().Rejected);
    }

    [Fact]
    public async Task StopsInOrder_DoNotCount()
    {
        await (await Station.ReceiverAsync(Create(limit: 2))).DisposeAsync();
        await AddAsync();
        for (int i = 0; i < 4; i++)
        {
            var gate = new AsyncGate();
            var stopping = await Station.ReceiverAsync(
                Create(limit: 2), configure: static options => options.DrainTimeout = TimeSpan.Zero, handling: async (_, token) => await gate.PassAsync(token));
            await gate.Reached;
            await stopping.DisposeAsync();
        }

        await using var receiver = await Station.ReceiverAsync(Create(limit: 2));
        await receiver.HasAsync(1);
    }

    [Fact]
    public async Task AnEventThatIsLeftInOrder_KeepsTheDeliveriesThatOthersHaveCounted()
    {
        await (await Station.ReceiverAsync(Create())).DisposeAsync();
        await AddAsync();
        var gate = new AsyncGate();
        var stopping = await Station.ReceiverAsync(
            Create(claimAfter: s_longClaimAfter), configure: static options => options.DrainTimeout = TimeSpan.Zero, handling: async (_, token) => await gate.PassAsync(token));
        await gate.Reached;

        // As if it had stood still meanwhile, and others had taken the event over and died of it.
        string entry = (await DeliveriesAsync()).Single().Key;
        await Database.ExecuteAsync("XCLAIM", "parcels", RedisCommands.Group, "other", 0, entry, "RETRYCOUNT", 5, "JUSTID");
        await stopping.DisposeAsync();

        Assert.Equal(4, (await DeliveriesAsync())[entry]);
    }

    // How often each entry that is pending has been delivered.
    private async Task<Dictionary<string, int>> DeliveriesAsync() =>
        ((RedisResult[])(await Database.ExecuteAsync("XPENDING", "parcels", RedisCommands.Group, "-", "+", 100))!).ToDictionary(static entry => (string)entry[0]!, static entry => (int)entry[3]);

    // Long enough for the next instance to claim them; how often each was delivered remains.
    private async Task LeaveUnattendedAsync()
    {
        object[] ids = [.. (await DeliveriesAsync()).Keys];
        await Database.ExecuteAsync("XCLAIM", ["parcels", RedisCommands.Group, "gone", 0, .. ids, "IDLE", (long)s_longClaimAfter.TotalMilliseconds, "JUSTID"]);
    }

    // As a process leaves them that was killed.
    private async Task LeaveUnfinishedAsync(int count, int deliveries)
    {
        await (await Station.ReceiverAsync(Create())).DisposeAsync();
        for (int i = 0; i < count; i++) await AddAsync();
        foreach (var entry in await Database.StreamReadGroupAsync("parcels", "receiver", "gone", ">"))
            await Database.ExecuteAsync("XCLAIM", "parcels", "receiver", "gone", 0, entry.Id, "RETRYCOUNT", deliveries, "IDLE", 60_000, "JUSTID");
    }

    // Each in a key of its own, so that nothing but the receiver keeps them from being handled at once.
    private Task AddAsync()
    {
        var message = ParcelMessage.New(key: Guid.NewGuid().ToString());
        return Database.StreamAddAsync("parcels", "data", message.ToJson());
    }

    private RedisTransport Create(string? address = null, int limit = Limit, TimeSpan? claimAfter = null) => new(Parcel.Wire, options =>
    {
        (options.Address, options.Channel, options.Mode, options.Receive) = (address ?? _server.Address, "parcels", RedisMode.Streams, true);
        (options.ClaimAfter, options.DeliveryLimit) = (claimAfter ?? s_claimAfter, limit);
    });
}
