using System.Text.Json.Nodes;

namespace EventGen.Cli.Tests;

/// <summary><c>eventgen tail --redis</c> shows what is published, over a channel and over a stream, and takes nothing from anybody.</summary>
public sealed class RedisTailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task Published_IsALineEach(RedisMode mode)
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync("hunter2");
        await using var bus = EventBus.Create(builder => builder.AddModule(EventGenCliTestsEventModule.Instance).AddPublisher(new MemoryPublisher("archive")).AllowDurableEventsWithoutOutbox()
            .AddRedis("queue", options => (options.Address, options.Channel, options.Mode) = (server.Address, "shop", mode)));
        await bus.StartAsync(Cancellation);
        if (mode == RedisMode.Streams) await PublishAsync(bus);   // the stream exists

        var tail = Eventgen.RunAsync(["tail", "--redis", server.Address, "--channel", "shop", "--event", "order.placed", "--count", "1", "--json"]);
        while (!tail.IsCompleted)
        {
            // It sees what is published from the moment on at which it is connected.
            await PublishAsync(bus);
            await Task.WhenAny(tail, Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation));
        }

        var run = (await tail).Succeeded();
        var message = JsonNode.Parse(run.Output)!;
        Assert.Equal("order.placed", (string)message["eventId"]!);
        Assert.DoesNotContain("planted-customer", run.Output);
        Assert.DoesNotContain("hunter2", run.Errors);
    }

    [Theory]
    [InlineData("redis://:hunter2@127.0.0.1:1", "Redis at 127.0.0.1:1 cannot be used")]
    [InlineData("amqp://hunter2", "--redis cannot be read; it must be redis://")]
    public async Task Redis_ThatIsNoneOrDown_IsOneLine_WithoutItsSecrets(string address, string message)
    {
        var run = await Eventgen.RunAsync("tail", "--redis", address);

        Eventgen.AssertFailed(run, message);
        Assert.DoesNotContain("hunter2", run.Errors);
    }

    private static ValueTask PublishAsync(EventBus bus) => bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced(Guid.NewGuid(), "planted-customer", new Money(1, Currency.Euro), null, []), Cancellation);
}
