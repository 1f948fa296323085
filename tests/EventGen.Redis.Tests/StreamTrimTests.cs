using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>What is deleted from a stream counts as lost when nobody handled it, once, and only then.</summary>
public sealed class StreamTrimTests : IAsyncLifetime
{
    // Attended every third of it. Had a machine that stood still not attended an entry for all of it, another instance might have handled the entry.
    private static readonly TimeSpan s_claimAfter = TimeSpan.FromSeconds(12);

    private readonly LogRecorder _log = new();
    private RedisServer _server = null!;
    private ConnectionMultiplexer _client = null!;

    private IDatabase Database => _client.GetDatabase();

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
    [InlineData(1)]
    [InlineData(3)]
    public async Task EntriesThatArePushedOutUnread_AreCounted_OnceAmongAllInstances(int instances)
    {
        var gate = new AsyncGate(expected: instances);
        List<Station> receivers = [];
        for (int i = 0; i < instances; i++) receivers.Add(await ReceiverAsync(async (_, token) => await gate.PassAsync(token), prefetch: 1));
        await AddAsync(instances);
        await gate.ReachedWithinAsync(Suite.Patience);

        // Several times as many as the stream keeps, while everybody is busy; then a part of them once more.
        await AddAsync(1000, keep: 300);
        await AddAsync(200, keep: 300);
        gate.Open();

        await Eventually.EqualAsync(1200L + instances, () => receivers.Sum(static receiver => receiver.Seen.Count + receiver.Bus.GetHealth().Dropped), Suite.Patience);
        Assert.Equal(900, receivers.Sum(static receiver => receiver.Bus.GetHealth().Dropped));
        await Database.PendsAsync(0);

        // They have caught up, and nothing is lost any more.
        await AddAsync(50, keep: 300);
        await Eventually.EqualAsync(350 + instances, () => receivers.Sum(static receiver => receiver.Seen.Count), Suite.Patience);
        foreach (var receiver in receivers)
        {
            await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
            await receiver.DisposeAsync();
        }

        Assert.Equal(900, receivers.Sum(static receiver => receiver.Bus.GetHealth().Dropped));
    }

    [Theory]
    [InlineData("MAXLEN", "0", 100)]
    [InlineData("MAXLEN", "30", 70)]
    [InlineData("MINID", "9999999999999", 100)]
    public async Task EntriesThatAreTrimmedUnread_AreCounted(string strategy, string threshold, int lost)
    {
        var gate = new AsyncGate();
        await using var receiver = await ReceiverAsync(async (_, token) => await gate.PassAsync(token), prefetch: 1);
        await AddAsync(1);
        await gate.ReachedWithinAsync(Suite.Patience);
        await AddAsync(100);
        await Database.ExecuteAsync("XTRIM", "parcels", strategy, threshold);
        gate.Open();

        await Eventually.EqualAsync((long)lost, () => receiver.Bus.GetHealth().Dropped, Suite.Patience);
        await AddAsync(10);
        await Eventually.EqualAsync(111 - lost, () => receiver.Seen.Count, Suite.Patience);
        Assert.Contains(_log.Entries, static entry => entry.Text.Contains("deleted them before they were handled: raise MaxStreamLength", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EntriesThatAreTrimmedOnceHandled_AreNotLost()
    {
        await using var receiver = await ReceiverAsync();
        for (int round = 1; round <= 5; round++)
        {
            await AddAsync(100);
            await receiver.HasAsync(100 * round);
            await Database.PendsAsync(0);
            await Database.ExecuteAsync("XTRIM", "parcels", "MAXLEN", round % 2 == 0 ? 0 : 5);
        }

        Assert.Equal(0, receiver.Bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task EntriesThatAreTrimmedWhileTheyAreHandled_AreNotLost_AndNobodyElseCountsThem()
    {
        var gate = new AsyncGate(expected: 5);
        await using var receiver = await ReceiverAsync(async (_, token) => await gate.PassAsync(token));
        await using var other = await ReceiverAsync(async (_, token) => await gate.PassAsync(token));
        await AddAsync(5);
        await gate.ReachedWithinAsync(Suite.Patience);

        await Database.ExecuteAsync("XTRIM", "parcels", "MAXLEN", 0);
        await Database.PendsAsync(0);   // Redis forgets them when they are attended
        gate.Open();

        await Eventually.EqualAsync(5, () => receiver.Seen.Count + other.Seen.Count, Suite.Patience);
        Assert.Equal(0, receiver.Bus.GetHealth().Dropped + other.Bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task EntriesThatAreTrimmedWhileTheyAreHandled_AndThenAreNot_AreLost()
    {
        var gate = new AsyncGate(expected: 5);
        var receiver = await ReceiverAsync(async (_, token) => await gate.PassAsync(token), configure: static options => options.DrainTimeout = TimeSpan.Zero);
        await AddAsync(5);
        await gate.ReachedWithinAsync(Suite.Patience);

        await Database.ExecuteAsync("XTRIM", "parcels", "MAXLEN", 0);
        await Database.PendsAsync(0);
        await receiver.DisposeAsync();

        Assert.Equal((0, 5L), (receiver.Seen.Count, receiver.Bus.GetHealth().Dropped));
    }

    [Fact]
    public async Task EntriesWhoseInstanceIsGone_AndThatAreTrimmed_AreCountedByOneThatLooksForThem()
    {
        await (await ReceiverAsync()).DisposeAsync();
        await AddAsync(7);
        var read = await Database.StreamReadGroupAsync("parcels", "receiver", "gone", ">");
        await Database.ExecuteAsync("XCLAIM", ["parcels", "receiver", "gone", 0, .. read.Select(static entry => entry.Id), "IDLE", (long)s_claimAfter.TotalMilliseconds, "JUSTID"]);
        await Database.ExecuteAsync("XTRIM", "parcels", "MAXLEN", 3);

        await using var first = await ReceiverAsync();
        await using var second = await ReceiverAsync();

        await Eventually.EqualAsync((3, 4L), () => (first.Seen.Count + second.Seen.Count, first.Bus.GetHealth().Dropped + second.Bus.GetHealth().Dropped), Suite.Patience);
        await Database.PendsAsync(0);
    }

    [Theory]
    [InlineData("XGROUP", "SETID", "parcels", "receiver", "$")]
    [InlineData("XGROUP", "SETID", "parcels", "receiver", "0")]
    public async Task AGroupThatSomebodyMoves_LosesNothing(params string[] command)
    {
        await using var receiver = await ReceiverAsync();
        await AddAsync(20, keep: 10_000);
        await receiver.HasAsync(20);

        await Database.ExecuteAsync(command[0], [.. command[1..]]);
        await AddAsync(20);

        await receiver.HasAsync(40);
        await Database.PendsAsync(0);
        Assert.Equal(0, receiver.Bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task ANewGroup_LosesNothingOfWhatWasTrimmedBeforeIt()
    {
        await AddAsync(500, keep: 100);
        await using var receiver = await ReceiverAsync();
        await AddAsync(10);

        await receiver.HasAsync(10);
        Assert.Equal(0, receiver.Bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task AGroupThatIsFarBehind_IsSaidInHealth_AsWhatItIs_UntilItHasCaughtUp()
    {
        var gate = new AsyncGate();
        await using var receiver = await ReceiverAsync(async (_, token) => await gate.PassAsync(token), prefetch: 1, length: 100);
        await AddAsync(1);
        await gate.ReachedWithinAsync(Suite.Patience);
        await AddAsync(1000, keep: 100);

        await Eventually.TrueAsync(() => receiver.Bus.GetHealth().Problems is ["Publisher 'wire' is degraded: Group 'receiver' is 100 entries behind; the stream keeps about 100."], Suite.Patience);
        gate.Open();

        await Eventually.EqualAsync(101, () => receiver.Seen.Count, Suite.Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        Assert.Equal(900, receiver.Bus.GetHealth().Dropped);
        Assert.Equal(1, _log.Count(104));
    }

    private Task<Station> ReceiverAsync(
        Func<Parcel, CancellationToken, ValueTask>? handling = null, int prefetch = 256, long length = 100_000, Action<EventBusOptions>? configure = null) =>
        Station.ReceiverAsync(
            new RedisTransport(Parcel.Wire, options =>
            {
                (options.Address, options.Channel, options.Mode, options.Receive) = (_server.Address, "parcels", RedisMode.Streams, true);
                (options.ClaimAfter, options.Prefetch, options.MaxStreamLength) = (s_claimAfter, prefetch, length);
            }),
            configure: configure,
            handling: handling,
            log: _log);

    // Trimmed to the entry, as no publisher does it. Each in a key of its own, so that they are handled at once.
    private Task AddAsync(int count, int keep = 10_000) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Database.StreamAddAsync(
        "parcels", [new NameValueEntry("data", ParcelMessage.New(key: Guid.NewGuid().ToString()).ToJson())], maxLength: keep, useApproximateMaxLength: false)));
}
