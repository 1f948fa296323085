using System.Text;
using EventGen.TestKit;

namespace OrderDesk.Tests.Running;

public sealed class FollowTests
{
    [Fact]
    public async Task Follow_OverRedis_PrintsWhatAnotherDeskTakesIn_AsItHappens()
    {
        RedisServer.Require();
        await using var redis = await RedisServer.StartAsync(password: "hunter2-9c1f");
        await FollowsAsync("--redis", redis.Address, "hunter2");
    }

    [Fact]
    public async Task Follow_OverRabbitMQ_PrintsWhatAnotherDeskTakesIn_AsItHappens()
    {
        RabbitMqServer.Require();
        await using var rabbitMQ = await RabbitMqServer.StartNewAsync();
        await FollowsAsync("--rabbitmq", rabbitMQ.Address, rabbitMQ.Password);
    }

    [Fact]
    public async Task Follow_OverNats_PrintsWhatAnotherDeskTakesIn_AsItHappens()
    {
        NatsServer.Require();
        await using var nats = await NatsServer.StartNewAsync("authorization { token: \"hunter2-9c1f\" }");
        await FollowsAsync("--nats", $"nats://hunter2-9c1f@127.0.0.1:{nats.Port}", "hunter2");
    }

    [Fact]
    public async Task Follow_OverKafka_PrintsWhatAnotherDeskTakesIn_AsItHappens()
    {
        using var kafka = KafkaMockCluster.Start();
        kafka.CreateTopic("order-desk");   // as a mock cluster has nobody create topics
        await FollowsAsync("--kafka", kafka.Servers, "hunter2");
    }

    // The desk knows only Redis, and the last follower only NATS.
    [Fact]
    public async Task AFollowerOfRedisAndNats_PassesOnToNats_WhatItReceivesFromRedis()
    {
        RedisServer.Require();
        NatsServer.Require();
        await using var redis = await RedisServer.StartAsync();
        await using var nats = await NatsServer.StartNewAsync();
        using var relay = DeskProcess.Start("--redis", redis.Address, "--nats", nats.Address, "--follow");
        await relay.ErrorAsync("Following. Ctrl-C ends it.");

        await FollowsAsync("--nats", nats.Address, "hunter2", "--redis", redis.Address);

        relay.AskToStop();
        var ended = await relay.EndAsync();
        Assert.Equal((0, "followed=3 lost=0"), (ended.ExitCode, ended.LastLine));
    }

    private static Task FollowsAsync(string option, string address, string password) => FollowsAsync(option, address, password, option, address);

    private static async Task FollowsAsync(string option, string address, string password, string deskOption, string deskAddress)
    {
        using var follower = DeskProcess.Start(option, address, "--follow");
        await follower.ErrorAsync("Following. Ctrl-C ends it.");
        using var desk = DeskProcess.Start(deskOption, deskAddress, "-");

        // One at a time: the next is written when the last has been printed.
        for (int number = 1; number <= 3; number++)
        {
            string id = $"00000000-0000-0000-0000-00000000000{number}";
            await desk.Input.WriteAsync(Encoding.UTF8.GetBytes(
                $$"""{"orderId":"{{id}}","customerId":"c-{{number}}","sku":"s","quantity":{{number}},"unitPrice":1.5,"placedAt":"2026-11-21T10:00:00Z"}""" + "\n"), TestContext.Current.CancellationToken);
            await desk.Input.FlushAsync(TestContext.Current.CancellationToken);
            Assert.Equal($"{id}: c-{number} orders {number} x s at 1.50", await follower.NextOutputAsync());
        }

        desk.Input.Close();
        var ended = await desk.EndAsync();
        follower.AskToStop();
        var followed = await follower.EndAsync();

        Assert.Equal((0, 3L, 3L, 0L), (ended.ExitCode, ended["placed"], ended["published"], ended["failed"]));
        Assert.Equal((0, "followed=3 lost=0"), (followed.ExitCode, followed.LastLine));
        Assert.DoesNotContain(password, string.Join('\n', [ended.Output, followed.Output, .. ended.Errors, .. followed.Errors]));
    }

    [Fact]
    public async Task Redis_ThatIsNotThere_FailsThePublishesAndNothingElse()
    {
        var result = await DeskProcess.RunAsync("--redis", "127.0.0.1:1");

        Assert.Equal(3, result.ExitCode);
        Assert.Equal((4976L, 4976L, 0L), (result["placed"], result["receipts"], result["published"]));
        Assert.Matches("(?m)^Orders published +0 file 4,976, redis 0 *$", result.Output);
        Assert.Contains(result.Errors, static line => line.StartsWith("Publisher 'redis' failed on event 'order.placed': RedisPublishException: Redis at 127.0.0.1:1 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFollowerWhoseBrokerIsNotThereYet_SaysSo_AndFollowsOnceItIs()
    {
        RedisServer.Require();
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        using var follower = DeskProcess.Start("--redis", redis.Address, "--follow");
        await follower.ErrorAsync("Not following redis yet; trying again. ");

        await redis.RestartAsync();
        await follower.ErrorAsync("Following. Ctrl-C ends it.");
        follower.AskToStop();
        Assert.Equal(0, (await follower.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task OrdersThatRabbitMQHasNoQueueFor_AreSummedUpAtTheEnd()
    {
        RabbitMqServer.Require();
        await using var rabbitMQ = await RabbitMqServer.StartNewAsync();

        var result = await DeskProcess.RunAsync("--rabbitmq", rabbitMQ.Address);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains(result.Errors, static line => line.StartsWith("rabbitmq: 4,976 orders were refused. If no desk has followed yet, run one with --follow once", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--follow")]
    [InlineData("--redis", "redis://:hunter2@host/x")]
    [InlineData("--rabbitmq", "amqp://hunter2@host")]
    [InlineData("--nats", "nats://hunter2@host/x")]
    [InlineData("--kafka", "hunter2@host:9092")]
    [InlineData("--redis", "host", "--follow", "feed.ndjson")]
    public async Task Arguments_ThatDoNotFit_AreRefused(params string[] arguments)
    {
        var result = await DeskProcess.RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("hunter2", string.Join('\n', [result.Output, .. result.Errors]));
    }
}
