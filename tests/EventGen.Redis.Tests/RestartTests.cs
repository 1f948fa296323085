using System.Text;
using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>What is in the stream of a server that was ended, in one way or another, and started again.</summary>
public sealed class RestartTests
{
    [Theory]
    [InlineData("always")]
    [InlineData("everysec")]
    public async Task EveryPublishThatWasConfirmed_IsThere_AfterAnOrderlyRestart(string appendfsync) =>
        await LosesNothingAsync(appendfsync, static server => server.ShutDownAsync());

    // Under "everysec" a killed server loses what it confirmed while it was busy writing: see redis.md.
    [Fact]
    public async Task EveryPublishThatWasConfirmed_IsThere_AfterAKill_WhereEachIsWrittenBeforeItIsConfirmed() =>
        await LosesNothingAsync("always", static server => server.KillAsync());

    [Fact]
    public async Task AServerKilledWhileAcknowledgementsAreUnderWay_GetsThemLater()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync(isPersistent: true);
        var gate = new AsyncGate(expected: 100);
        await using var receiver = await Station.ReceiverAsync(
            Create(server), configure: static options => options.Workers = 100, handling: async (_, token) => await gate.PassAsync(token));
        await using var sender = await Station.SenderAsync(Create(server));
        await sender.SendAsync(Enumerable.Range(0, 100).Select(static number => Parcel.New(number, $"key {number}")));
        await gate.Reached;

        // Frozen first: the acknowledgements are on their way, and unanswered, when it dies.
        server.Freeze();
        gate.Open();
        await receiver.HasAsync(100);
        await server.KillAsync();
        await server.StartAsync();

        using var client = await ConnectAsync(server);
        await client.GetDatabase().PendsAsync(0);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status);
    }

    // What it counts while a group reads, Redis 7.0 does not write to its file.
    [Fact]
    public async Task WhatWasHandledBeforeARestart_IsNotReportedAsLost()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync(isPersistent: true);
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(Create(server), log: log);
        await using var sender = await Station.SenderAsync(Create(server));
        using var client = await ConnectAsync(server);
        await sender.SendAsync(Parcel.Many(50, "before"));
        await receiver.HasAsync(50);
        await client.GetDatabase().PendsAsync(0);

        await server.ShutDownAsync();
        await Eventually.EqualAsync(EventBusStatus.Degraded, () => sender.Bus.GetHealth().Status, Suite.Patience);
        await server.StartAsync();
        foreach (var bus in (EventBus[])[sender.Bus, receiver.Bus]) await Eventually.EqualAsync(EventBusStatus.Healthy, () => bus.GetHealth().Status, Suite.Patience);
        await sender.SendAsync(Parcel.Many(1, "after"));
        await receiver.HasAsync(51);

        Assert.Equal(0, receiver.Bus.GetHealth().Dropped);
        Assert.DoesNotContain(log.Entries, static entry => entry.Id == 43);
    }

    private static async Task LosesNothingAsync(string appendfsync, Func<RedisServer, Task> end)
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync(isPersistent: true, settings: ["--appendfsync", appendfsync]);
        await using var publisher = Create(server);
        HashSet<Guid> confirmed = [];
        var halfWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var enough = new CancellationTokenSource();

        async Task PublishAsync()
        {
            while (!enough.IsCancellationRequested)
            {
                var message = ParcelMessage.New();
                try
                {
                    await publisher.PublishAsync(message, CancellationToken.None);
                }
                catch (RedisPublishException)
                {
                    continue;   // nobody knows
                }

                lock (confirmed)
                {
                    confirmed.Add(message.Id);
                    if (confirmed.Count == 2000) halfWay.SetResult();
                }
            }
        }

        Task[] publishing = [.. Enumerable.Range(0, 20).Select(_ => Task.Run(PublishAsync))];
        await Deadline.WithinAsync(halfWay.Task, "the first 2000 to be confirmed", Suite.Patience);
        await end(server);
        await enough.CancelAsync();
        await Deadline.WithinAsync(Task.WhenAll(publishing), "the publishers to end");
        await server.StartAsync();

        using var client = await ConnectAsync(server);
        HashSet<Guid> kept = [];
        foreach (string entry in await client.GetDatabase().MessagesAsync())
        {
            Assert.True(EventMessage.TryParse(Encoding.UTF8.GetBytes(entry), out var message, out string? fault), fault);
            kept.Add(message.Id);
        }

        Assert.Subset(kept, confirmed);
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(RedisServer server) => RedisClient.ConnectAsync(server);

    private static RedisTransport Create(RedisServer server) => new(Parcel.Wire, options =>
    {
        (options.Address, options.Channel, options.Mode, options.Receive) = (server.Address, "parcels", RedisMode.Streams, true);
        (options.Timeout, options.ClaimAfter) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));
    });
}
