using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>A stream, or its group, that somebody takes away while it is read.</summary>
public sealed class StreamLossTests : IAsyncLifetime
{
    private readonly LogRecorder _log = new();
    private RedisServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        _server = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("XGROUP", "DESTROY", "parcels", "receiver")]
    [InlineData("DEL", "parcels")]
    [InlineData("FLUSHALL")]
    public async Task WhatIsTakenAway_IsMadeAgain_AndSaid_AndNothingIsMissedFromThenOn(string command, params string[] arguments)
    {
        var gate = new AsyncGate();
        await using var receiver = await Station.ReceiverAsync(Create(), log: _log, handling: async (parcel, token) =>
        {
            if (parcel.Key == "held") await gate.PassAsync(token);
        });
        await using var sender = await Station.SenderAsync(Create());
        await sender.SendAsync(Parcel.Many(10, "before"));
        await receiver.HasAsync(10);

        // With one in a handler, whose acknowledgement finds nothing to acknowledge.
        await sender.SendAsync(Parcel.New(1, "held"));
        await gate.Reached;
        using var client = await RedisClient.ConnectAsync(_server);
        await client.GetDatabase().ExecuteAsync(command, [.. arguments]);
        var sent = Parcel.Many(100, "after");
        await sender.SendAsync(sent);
        gate.Open();

        await Eventually.EqualAsync(100, () => receiver.Parcels.Distinct().Count(static parcel => parcel.Key == "after"));
        Assert.Equal(sent, receiver.Parcels.Where(static parcel => parcel.Key == "after").Distinct());
        Assert.Contains("reads the stream from its beginning", Assert.Single(_log.Entries, static entry => entry.Id == 105).Text);
        Assert.Equal(0, _log.Count(103));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status);
        await client.GetDatabase().PendsAsync(0);
        Assert.Equal(0, receiver.Bus.GetHealth().Dropped);   // all was handled, in one way or another
    }

    [Theory]
    [InlineData("DEL", "parcels")]
    [InlineData("FLUSHALL")]
    public async Task AcknowledgementOfWhatWasTakenAway_IsNotThatOfANewEntryWithItsId(string command, params string[] arguments)
    {
        AsyncGate old = new(), later = new();
        await using var receiver = await Station.ReceiverAsync(Create(), log: _log, handling: async (parcel, token) =>
        {
            if (parcel.Key == "old") await old.PassAsync(token);
            if (parcel.Key == "new") await later.PassAsync(token);
        });
        await using var sender = await Station.SenderAsync(Create());
        using var client = await RedisClient.ConnectAsync(_server);
        var database = client.GetDatabase();
        await sender.SendAsync(Parcel.New(1, "old"));
        await old.Reached;
        var taken = Assert.Single(await database.StreamRangeAsync(RedisCommands.Stream));

        // The ids are times, so one comes twice if the stream is made again in the same millisecond, or the clock is set back.
        await database.ExecuteAsync(command, [.. arguments]);
        string body = ((string)taken["data"]!).Replace(@"""Key"":""old""", @"""Key"":""new""", StringComparison.Ordinal);
        await database.StreamAddAsync(RedisCommands.Stream, [new("group", "sender"), new("data", body)], taken.Id);
        await later.Reached;
        old.Open();
        await sender.SendAsync(Parcel.New(1, "next"));
        await receiver.HasAsync(2);   // entries are acknowledged in order
        await database.PendsAsync(1);
        later.Open();

        await receiver.HasAsync(3);
        await database.PendsAsync(0);
    }

    // The start of a bus waits for its receiver for as long as one call may take, and then goes on without it: others publish before there is a group.
    [Fact]
    public async Task AGroupThatIsCreatedAfterItsBusHasStarted_HasWhatWasPublishedSince_AndNothingOlder()
    {
        await using var proxy = new HoldingProxy(_server.Port, held: 0);
        await using var sender = await Station.SenderAsync(Create());
        await sender.SendAsync(Parcel.Many(3, "before"));
        await using var receiver = await Station.ReceiverAsync(new RedisTransport(Parcel.Wire, options =>
        {
            (options.Address, options.Channel, options.Mode, options.Receive) = ($"redis://{proxy.Address}", "parcels", RedisMode.Streams, true);
            options.Timeout = TimeSpan.FromSeconds(1);
        }), canReceive: false);
        var sent = Parcel.Many(5, "since");
        await sender.SendAsync(sent);
        Assert.Empty(receiver.Seen);

        proxy.Gate.Open();

        await receiver.HasAsync(5);
        Assert.Equal(sent, receiver.Parcels);
    }

    // The ids of entries are times of the server's clock, which is not quite that of the application.
    [Theory]
    [InlineData(300)]
    [InlineData(-300)]
    public async Task AGroupThatIsCreatedAfterItsBusHasStarted_BeginsThere_AlsoIfTheClockOfTheServerDiffers(int ahead)
    {
        await using var proxy = new HoldingProxy(_server.Port, held: 0);
        await using var sender = await Station.SenderAsync(Create());
        await sender.SendAsync(Parcel.New(1, "before"));
        await sender.SendAsync(Parcel.New(2, "since"));
        using var client = await RedisClient.ConnectAsync(_server);
        var database = client.GetDatabase();
        var entries = await database.StreamRangeAsync(RedisCommands.Stream);
        await database.KeyDeleteAsync(RedisCommands.Stream);

        await AddAsync(entries[0]);
        await using var receiver = await Station.ReceiverAsync(new RedisTransport(Parcel.Wire, options =>
        {
            (options.Address, options.Channel, options.Mode, options.Receive) = ($"redis://{proxy.Address}", "parcels", RedisMode.Streams, true);
            options.Timeout = TimeSpan.FromSeconds(2);
        }), canReceive: false);
        await AddAsync(entries[1]);
        proxy.Gate.Open();

        await receiver.HasAsync(1);
        Assert.Equal("since", Assert.Single(receiver.Parcels).Key);

        Task AddAsync(StreamEntry entry) => database.StreamAddAsync(RedisCommands.Stream, entry.Values, $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + ahead}-0");
    }

    private RedisTransport Create() => new(Parcel.Wire, options =>
    {
        (options.Address, options.Channel, options.Mode, options.Receive) = (_server.Address, "parcels", RedisMode.Streams, true);
        options.ClaimAfter = TimeSpan.FromSeconds(1);
    });
}
