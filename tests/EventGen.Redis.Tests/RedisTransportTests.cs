using StackExchange.Redis;

namespace EventGen.Redis.Tests;

public sealed class RedisTransportTests : IAsyncLifetime
{
    private RedisServer? _server;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        _server = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task PublishAsync_WhileTheServerStandsStill_HoldsNoMoreThanTheWindow()
    {
        await using var publisher = Create(options => (options.MaxInFlight, options.Timeout) = (10, TimeSpan.FromMilliseconds(300)));
        await Deadline.WithinAsync(PublishesAgainAsync(publisher), "the first publish");   // which connects, and may take longer on a busy machine

        _server!.Freeze();
        var publishes = Enumerable.Range(0, 50).Select(_ => publisher.PublishAsync(ParcelMessage.New(), CancellationToken.None).AsTask()).ToArray();
        await Deadline.WithinAsync(Task.WhenAll(publishes.Select(static publish => Assert.ThrowsAsync<RedisPublishException>(() => publish))), "all to fail");
        _server.Thaw();
        await Deadline.WithinAsync(PublishesAgainAsync(publisher), "a publish to succeed");

        // The first one, those that had a place in the window, and those that were sent since.
        using var client = await ConnectAsync();
        long length = await client.GetDatabase().LengthAsync();
        Assert.InRange(length, 12, 40);
    }

    [Fact]
    public async Task PublishAsync_WhenCancelled_Throws()
    {
        await using var publisher = Create();
        await publisher.PublishAsync(ParcelMessage.New(), CancellationToken.None);
        using var cancellation = new CancellationTokenSource();

        _server!.Freeze();
        var publish = publisher.PublishAsync(ParcelMessage.New(), cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publish);
        _server.Thaw();
    }

    [Fact]
    public async Task Streams_KeepAboutAsManyEntriesAsTheyMay()
    {
        await using var publisher = Create(static options => options.MaxStreamLength = 1000);

        await Task.WhenAll(Enumerable.Range(0, 5000).Select(_ => publisher.PublishAsync(ParcelMessage.New(), CancellationToken.None).AsTask()));

        using var client = await ConnectAsync();
        Assert.InRange(await client.GetDatabase().LengthAsync(), 1000, 1200);
    }

    [Fact]
    public async Task Streams_AGroupThatIsFarBehind_IsToldInHealth()
    {
        var gate = new AsyncGate();
        await using var receiver = await Station.ReceiverAsync(
            Create(static options => (options.MaxStreamLength, options.Prefetch) = (1000, 1)), handling: async (_, token) => await gate.PassAsync(token));
        await using var sender = await Station.SenderAsync(Create());

        await sender.SendAsync(Parcel.Many(900));

        await Eventually.TrueAsync(() => receiver.Bus.GetHealth().Publishers[0].LastError?.Contains("entries behind", StringComparison.Ordinal) == true);
        gate.Open();
        await receiver.HasAsync(900);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status);
    }

    [Fact]
    public async Task Streams_EntriesThatWereDeletedBeforeTheyWereHandled_AreCountedAsLost()
    {
        await using (var first = await Station.ReceiverAsync(
            Create(), configure: static options => options.DrainTimeout = TimeSpan.Zero, handling: static async (_, token) => await Task.Delay(Timeout.Infinite, token)))
        {
            await using var sender = await Station.SenderAsync(Create());
            await sender.SendAsync(Parcel.Many(3));
            using var looking = await ConnectAsync();
            await looking.GetDatabase().PendsAsync(3);
        }

        using var client = await ConnectAsync();
        await client.GetDatabase().ExecuteAsync("XTRIM", "parcels", "MAXLEN", 0);
        await using var second = await Station.ReceiverAsync(Create());

        await Eventually.EqualAsync(3L, () => second.Bus.GetHealth().Dropped);
    }

    [Fact]
    public async Task Streams_AConsumerThatStops_LeavesNothingBehind()
    {
        var receiver = await Station.ReceiverAsync(Create());
        await using var sender = await Station.SenderAsync(Create());
        await sender.SendAsync(Parcel.Many(100));
        await receiver.HasAsync(100);

        await receiver.DisposeAsync();

        using var client = await ConnectAsync();
        Assert.Equal(0, await client.GetDatabase().PendingAsync());
        Assert.Empty(await client.GetDatabase().StreamConsumerInfoAsync(RedisCommands.Stream, RedisCommands.Group));
    }

    [Fact]
    public async Task PubSub_WhatTheBufferHasNoRoomFor_IsCountedAsLost()
    {
        var gate = new AsyncGate();
        await using var receiver = await Station.ReceiverAsync(
            Create(static options => (options.Mode, options.ReceiveBuffer, options.Prefetch) = (RedisMode.PubSub, 10, 1)),
            handling: async (_, token) => await gate.PassAsync(token));
        await using var sender = await Station.SenderAsync(Create(static options => options.Mode = RedisMode.PubSub));

        await sender.SendAsync(Parcel.Many(100));
        await gate.Reached;
        await sender.SendAsync(Parcel.Many(100));
        gate.Open();

        await Eventually.EqualAsync(200L, () => receiver.Seen.Count + receiver.Bus.GetHealth().Dropped);
        Assert.InRange(receiver.Seen.Count, 11, 190);
    }

    [Fact]
    public async Task CloudEvents_AreWrittenWhenAskedFor()
    {
        await using var receiver = await Station.ReceiverAsync(Create());
        await using var sender = await Station.SenderAsync(Create(static options => options.CloudEvents = true));
        var parcel = Parcel.New(1);

        await sender.SendAsync(parcel);

        await receiver.HasAsync(1);
        Assert.Equal((parcel, "sender"), (receiver.Seen[0].Parcel, receiver.Seen[0].Context.Metadata.Source));
        using var client = await ConnectAsync();
        Assert.StartsWith("""{"specversion":"1.0",""", Assert.Single(await client.GetDatabase().MessagesAsync()));
    }

    private static async Task PublishesAgainAsync(RedisTransport publisher)
    {
        while (true)
        {
            try
            {
                await publisher.PublishAsync(ParcelMessage.New(), CancellationToken.None);
                return;
            }
            catch (RedisPublishException)
            {
                // Not yet.
            }
        }
    }

    private Task<ConnectionMultiplexer> ConnectAsync() => RedisClient.ConnectAsync(_server!);

    private RedisTransport Create(Action<RedisOptions>? configure = null) => new(Parcel.Wire, options =>
    {
        (options.Address, options.Channel, options.Mode, options.Receive) = (_server!.Address, "parcels", RedisMode.Streams, true);
        (options.ClaimAfter, options.Timeout) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1));
        configure?.Invoke(options);
    });
}
