using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>Instances of one application that share a stream.</summary>
public sealed class SharingTests : IAsyncLifetime
{
    private RedisServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        if (AnotherProcess.Address is null) _server = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task WhereNothingFails_EachEventIsHandledByExactlyOne()
    {
        // Nobody looks left behind within a day.
        var patient = TimeSpan.FromDays(1);
        await using var first = await Station.ReceiverAsync(Create(patient));
        await using var second = await Station.ReceiverAsync(Create(patient));
        await using var sender = await Station.SenderAsync(Create(patient));
        Parcel[] sent = [.. Enumerable.Range(0, 20).SelectMany(static key => Parcel.Many(100, $"key {key}"))];

        await Task.WhenAll(sent.Chunk(100).Select(sender.SendAsync));

        await Eventually.EqualAsync(2000, () => first.Seen.Count + second.Seen.Count);
        await first.DisposeAsync();
        await second.DisposeAsync();
        Assert.Equal(sent.OrderBy(static parcel => parcel.Id), first.Parcels.Concat(second.Parcels).OrderBy(static parcel => parcel.Id));
        using var client = await ConnectAsync();
        Assert.Equal(0, await client.GetDatabase().PendingAsync());
    }

    [Fact]
    public async Task WhatAKilledProcessWasHandling_IsHandledByAnother()
    {
        if (AnotherProcess.Address is { } address)
        {
            // Until it is killed.
            await using var doomed = await Station.ReceiverAsync(Create(TimeSpan.FromSeconds(1), address), handling: static async (_, _) => await Task.Delay(Timeout.Infinite, CancellationToken.None));
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
            return;
        }

        using var kill = new CancellationTokenSource();
        var other = AnotherProcess.RunAsync(_server.Address, typeof(SharingTests), kill.Token);
        await using var sender = await Station.SenderAsync(Create(TimeSpan.FromSeconds(1)));
        using var client = await ConnectAsync();
        await Deadline.WithinAsync(ThereIsAGroupAsync(), "the other process to make its group", Suite.Patience);
        var sent = Parcel.Many(50);
        await sender.SendAsync(sent);
        await client.GetDatabase().PendsAsync(50);

        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
        var log = new LogRecorder();
        await using var survivor = await Station.ReceiverAsync(Create(TimeSpan.FromSeconds(1)), log: log);

        await survivor.HasAsync(50);

        // In any order: those that the process still attended to before its end are taken over later.
        Assert.Equal(sent.OrderBy(static parcel => parcel.Id), survivor.Parcels.Distinct().OrderBy(static parcel => parcel.Id));
        await Eventually.TrueAsync(() => log.Count(106) > 0);
        await client.GetDatabase().PendsAsync(0);

        async Task ThereIsAGroupAsync()
        {
            while (await ConsumersAsync() is null) await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task NamesOfInstancesThatNeverLeft_GoAway_UnlessSomethingIsStillTheirs()
    {
        var health = new ConnectionHealth("redis", Address.ToString());
        await using var connection = new RedisConnection("redis", Address, TimeSpan.FromSeconds(5), health);
        var group = new StreamGroup(connection, connection, "parcels", "receiver", "here");
        await group.MakeAsync("0");
        using var client = await ConnectAsync();
        var database = client.GetDatabase();
        await database.ExecuteAsync("XADD", "parcels", "*", "data", "x");
        foreach (string consumer in (string[])["gone", "here"]) await database.ExecuteAsync("XGROUP", "CREATECONSUMER", "parcels", "receiver", consumer);
        await database.ExecuteAsync("XREADGROUP", "GROUP", "receiver", "owing", "STREAMS", "parcels", ">");

        await group.ForgetAsync(TimeSpan.FromDays(1));
        Assert.Equal((string[])["gone", "here", "owing"], await ConsumersAsync());

        await group.LeaveAsync();
        Assert.Equal((string[])["gone", "owing"], await ConsumersAsync());

        await group.ForgetAsync(TimeSpan.FromMilliseconds(-1));
        Assert.Equal((string[])["owing"], await ConsumersAsync());
    }

    [Fact]
    public async Task WhatAStoppedInstanceHadReadAndNotHandled_IsHandledByTheOthers()
    {
        var claimAfter = TimeSpan.FromSeconds(1);
        var first = await Station.ReceiverAsync(Create(claimAfter), configure: static options => options.DrainTimeout = TimeSpan.FromMilliseconds(50), handling: static async (_, token) => await Task.Delay(2, token));
        await using var second = await Station.ReceiverAsync(Create(claimAfter));
        await using var sender = await Station.SenderAsync(Create(claimAfter));
        Parcel[] sent = [.. Enumerable.Range(0, 20).SelectMany(static key => Parcel.Many(100, $"key {key}"))];
        var sending = Task.WhenAll(sent.Chunk(100).Select(sender.SendAsync));
        await Eventually.TrueAsync(() => first.Seen.Count > 50);

        await first.DisposeAsync();
        await sending;

        await Eventually.EqualAsync(2000, () => first.Parcels.Union(second.Parcels).Count());
        using var client = await ConnectAsync();
        await client.GetDatabase().PendsAsync(0);
    }

    private RedisAddress Address => RedisAddress.TryParse(_server.Address, out var address, out string? reason) ? address : throw new InvalidOperationException(reason);

    private async Task<IReadOnlyList<string>?> ConsumersAsync()
    {
        using var client = await ConnectAsync();
        try
        {
            var consumers = await client.GetDatabase().StreamConsumerInfoAsync(RedisCommands.Stream, RedisCommands.Group);
            return [.. consumers.Select(static consumer => consumer.Name).Order(StringComparer.Ordinal)];
        }
        catch (RedisServerException)
        {
            return null;   // not even a group
        }
    }

    private Task<ConnectionMultiplexer> ConnectAsync() => RedisClient.ConnectAsync(_server);

    private RedisTransport Create(TimeSpan claimAfter, string? address = null) => new(Parcel.Wire, options =>
    {
        (options.Address, options.Channel, options.Mode, options.Receive) = (address ?? _server.Address, "parcels", RedisMode.Streams, true);
        (options.ClaimAfter, options.Timeout) = (claimAfter, TimeSpan.FromSeconds(5));
    });
}
