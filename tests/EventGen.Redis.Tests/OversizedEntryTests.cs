using System.Globalization;
using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>An entry of which nothing can be made crosses the line once at most.</summary>
public sealed class OversizedEntryTests : IAsyncLifetime
{
    private const int Size = 8 * 1024 * 1024;

    private RedisServer _server = null!;
    private ConnectionMultiplexer _client = null!;

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

    [Fact]
    public async Task AnOversizedEntry_IsFetchedOnce_HoweverOftenItsDeadLetterIsTried()
    {
        var database = _client.GetDatabase();
        var store = new DeadLetterStore { Fails = true };
        await using var receiver = await ReceiverAsync(store);
        long before = await SentAsync();
        await database.StreamAddAsync("parcels", "data", new byte[Size]);

        await Eventually.TrueAsync(() => receiver.Bus.GetHealth().Rejected >= 4, Suite.Patience);
        Assert.InRange(await SentAsync() - before, Size, Size * 3 / 2);
        store.Fails = false;

        await database.PendsAsync(0);
        var deadLetter = Assert.IsType<DeadLetter.RejectedMessage>(Assert.Single(store.DeadLetters));
        Assert.Equal(("It is larger than the limit.", 0), (deadLetter.Reason, deadLetter.Content.Length));
    }

    [Fact]
    public async Task OversizedEntriesThatAnotherInstanceLeft_AreRejectedUnfetched_AndTheOthersHandled()
    {
        await (await ReceiverAsync(new DeadLetterStore())).DisposeAsync();
        var database = _client.GetDatabase();
        for (int i = 0; i < 3; i++)
        {
            await database.StreamAddAsync("parcels", "data", new byte[Size]);
            await database.StreamAddAsync("parcels", "data", ParcelMessage.New().ToJson());
        }

        await database.StreamReadGroupAsync("parcels", "receiver", "gone", ">");
        long before = await SentAsync();
        var store = new DeadLetterStore();
        await using var receiver = await ReceiverAsync(store);

        await receiver.HasAsync(3);
        await database.PendsAsync(0);
        Assert.Equal(3, store.Count);
        Assert.InRange(await SentAsync() - before, 0, Size / 2);
    }

    private async Task<long> SentAsync()
    {
        string info = (string)(await _client.GetDatabase().ExecuteAsync("INFO", "stats"))!;
        string line = info.Split("\r\n").Single(static line => line.StartsWith("total_net_output_bytes:", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }

    private Task<Station> ReceiverAsync(DeadLetterStore store) => Station.ReceiverAsync(
        new RedisTransport(Parcel.Wire, options =>
        {
            (options.Address, options.Channel, options.Mode, options.Receive) = (_server.Address, "parcels", RedisMode.Streams, true);
            options.ClaimAfter = TimeSpan.FromMilliseconds(300);
        }),
        deadLetters: store);
}
