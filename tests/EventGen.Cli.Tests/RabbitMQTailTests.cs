using System.Text.Json.Nodes;

namespace EventGen.Cli.Tests;

/// <summary><c>eventgen tail --rabbitmq</c> shows what is published to an exchange, and takes nothing from anybody.</summary>
public sealed class RabbitMQTailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Published_IsALineEach_InEitherForm_AndAMissingExchangeIsNamed()
    {
        RabbitMqServer.Require();
        await using var server = await RabbitMqServer.StartNewAsync();
        foreach (bool cloudEvents in (bool[])[true, false]) await SeesWhatIsPublishedAsync(server, cloudEvents);

        Eventgen.AssertFailed(await Eventgen.RunAsync("tail", "--rabbitmq", server.Address, "--channel", "nobody"), "has no exchange 'nobody': name it with --channel.");
    }

    [Theory]
    [InlineData("amqp://ann:hunter2@127.0.0.1:1", "RabbitMQ at 127.0.0.1:1 cannot be used")]
    [InlineData("redis://hunter2", "--rabbitmq cannot be read; it must be amqp://")]
    public async Task RabbitMQ_ThatIsNoneOrDown_IsOneLine_WithoutItsSecrets(string address, string message)
    {
        var run = await Eventgen.RunAsync("tail", "--rabbitmq", address);

        Eventgen.AssertFailed(run, message);
        Assert.DoesNotContain("hunter2", run.Errors);
    }

    [Fact]
    public async Task TwoServers_AreOneTooMany() =>
        Eventgen.AssertFailed(await Eventgen.RunAsync("tail", "--rabbitmq", "amqp://a", "--redis", "b"), "Give --redis or --rabbitmq, not both.");

    private static async Task SeesWhatIsPublishedAsync(RabbitMqServer server, bool cloudEvents)
    {
        await using var bus = EventBus.Create(builder => builder.AddModule(EventGenCliTestsEventModule.Instance).AddPublisher(new MemoryPublisher("archive")).AllowDurableEventsWithoutOutbox()
            .AddRabbitMQ("queue", options => (options.Address, options.Exchange, options.CloudEvents) = (server.Address, "shop", cloudEvents)));
        await bus.StartAsync(Cancellation);

        // It sees what is published from the moment on at which it is connected; until then, nobody takes it, and the publish fails.
        var tail = Eventgen.RunAsync(["tail", "--rabbitmq", server.Address, "--channel", "shop", "--event", "order.placed", "--count", "1", "--json"]);
        while (!tail.IsCompleted)
        {
            await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced(Guid.NewGuid(), "planted-customer", new Money(1, Currency.Euro), null, [], "a secret"), Cancellation);
            await Task.WhenAny(tail, Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation));
        }

        var run = (await tail).Succeeded();
        Assert.Equal("order.placed", (string)JsonNode.Parse(run.Output)!["eventId"]!);
        Assert.DoesNotContain("secret", run.Output);
        Assert.DoesNotContain("planted-customer", run.Output);
    }
}
