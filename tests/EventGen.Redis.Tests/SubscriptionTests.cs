namespace EventGen.Redis.Tests;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task StartAsync_WhileTheSubscriptionHasNoConnection_HasNotStarted()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new HoldingProxy(server.Port, held: 1);
        var receiving = Station.ReceiverAsync(new RedisTransport(Parcel.Wire, options => (options.Address, options.Channel, options.Receive, options.Timeout) = ($"redis://{proxy.Address}", "parcels", true, TimeSpan.FromMinutes(1))));
        await using var sender = await Station.SenderAsync(new RedisTransport(Parcel.Wire, options => (options.Address, options.Channel) = (server.Address, "parcels")));
        await proxy.Gate.Reached;

        await sender.SendAsync(Parcel.New(1));
        Assert.False(receiving.IsCompleted);
        proxy.Gate.Open();
        await using var receiver = await Deadline.WithinAsync(receiving, "the receiver to start");

        await sender.SendAsync(Parcel.Many(100));
        await receiver.HasAsync(100);
    }

    [Fact]
    public async Task ASubscriptionThatIsCutOff_ComesBackAndSaysSo()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync();
        await using var receiver = await Station.ReceiverAsync(new RedisTransport(Parcel.Wire, options => (options.Address, options.Channel, options.Receive) = (server.Address, "parcels", true)));
        await using var sender = await Station.SenderAsync(new RedisTransport(Parcel.Wire, options => (options.Address, options.Channel) = (server.Address, "parcels")));
        using var commands = await RedisClient.ConnectAsync(server);

        // As the server does with a subscriber that is too slow: the connection for commands stays.
        await commands.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await Deadline.WithinAsync(SendUntilSeenAsync(), "a parcel to be seen");

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status);

        async Task SendUntilSeenAsync()
        {
            while (receiver.Seen.Count == 0) await sender.SendAsync(Parcel.New(1));
        }
    }

    // The client tells that a connection failed and that it is back from threads of the pool, in either order.
    [Fact]
    public async Task HoweverOftenASubscriptionIsCutOff_HealthEndsWithWhatIs()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync();
        await using var receiver = await Station.ReceiverAsync(new RedisTransport(Parcel.Wire, options => (options.Address, options.Channel, options.Receive) = (server.Address, "parcels", true)));
        using var commands = await RedisClient.ConnectAsync(server);
        var database = commands.GetDatabase();

        for (int round = 0; round < 40; round++)
        {
            await database.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await Eventually.TrueAsync(async () => (int)(await database.ExecuteAsync("PUBSUB", "NUMSUB", "parcels"))[1] == 1);
        }

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status);
    }
}
