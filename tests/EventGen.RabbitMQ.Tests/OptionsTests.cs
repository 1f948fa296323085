namespace EventGen.RabbitMQ.Tests;

public sealed class OptionsTests
{
    [Fact]
    public async Task WhatIsDoneToTheOptionsLater_HasNoEffect()
    {
        var options = new RabbitMQOptions { Address = "amqp://localhost" };
        await using var transport = new RabbitMQTransport("out", options);
        var copy = TransportOptions<RabbitMQOptions>.Checked("out", options);
        var read = Settings.Read(copy);
        Assert.Equal(Settings.Read(options), read);
        string shown = transport.ToString();

        Settings.ChangeAll(options);

        Assert.Equal(read, Settings.Read(copy));
        Assert.Equal((shown, true, false), (transport.ToString(), transport.IsEnabled, transport.Receives));
    }

    [Theory]
    [InlineData("amqp://localhost", "localhost:5672", "/", "guest", "guest", false)]
    [InlineData("amqp://sh%2Fop:s%23cret@example.org:7000/", "example.org:7000", "/", "sh/op", "s#cret", false)]
    [InlineData("amqps://shop:secret@example.org/orders", "example.org:5671", "orders", "shop", "secret", true)]
    [InlineData("amqp://shop:secret@[::1]:7000/%2Forders", "[::1]:7000", "/orders", "shop", "secret", false)]
    public void Address_InEachForm_IsRead(string text, string shown, string virtualHost, string user, string password, bool tls)
    {
        Assert.True(RabbitMQAddress.TryParse(text, out var address, out string? reason), reason);

        var factory = address.ToFactory("wire", TimeSpan.FromSeconds(1));
        Assert.Equal(shown, address.ToString());
        Assert.Equal((virtualHost, user, password, tls), (factory.VirtualHost, factory.UserName, factory.Password, factory.Ssl.Enabled));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("localhost")]
    [InlineData("http://shop:secret@localhost")]
    [InlineData("amqp://shop:secret@")]
    [InlineData("amqp://secret@localhost")]
    [InlineData("amqp://:secret@localhost")]
    [InlineData("amqp://shop:secret@localhost/a/b")]
    [InlineData("amqp://shop:secret@localhost?heartbeat=1")]
    public void Address_ThatCannotBeRead_IsAFaultThatDoesNotShowIt(string? text)
    {
        Assert.False(RabbitMQAddress.TryParse(text, out _, out string? reason));

        Assert.DoesNotContain("secret", reason);
        Assert.EndsWith(".", reason);
    }

    [Fact]
    public async Task Servers_AreNamedWithoutUserAndPassword()
    {
        await using var transport = new RabbitMQTransport("out", static options => options.Address = "amqps://ann:secret@shop.example/orders");
        await using var unused = new RabbitMQTransport("out", static options => (options.Address, options.Enabled) = ("amqps://ann:secret@shop.example/orders", false));

        Assert.Equal([new PublisherServer("out", "shop.example:5671", "amqps")], transport.Servers);
        Assert.Empty(unused.Servers);
    }

    [Fact]
    public void Options_ThatCannotWork_AreAllNamedAtOnce()
    {
        var exception = Assert.Throws<ArgumentException>(static () => new RabbitMQTransport("rabbitmq", static options =>
        {
            options.Address = "amqp://shop:secret@localhost/a/b";
            options.Exchange = "amq.topic";
            options.Group = "";
            options.Topology = (RabbitMQTopology)7;
            options.Timeout = TimeSpan.Zero;
            options.MaxInFlight = options.Prefetch = options.DeliveryLimit = 0;
            options.ExclusiveQueue = options.SingleActiveConsumer = true;
        }));

        foreach (string name in (string[])["Address", "Exchange", "Group", "Topology", "Timeout", "MaxInFlight", "Prefetch", "DeliveryLimit", "SingleActiveConsumer"])
            Assert.Contains($"{name} ", exception.Message);
        Assert.DoesNotContain("secret", exception.ToString());
    }

    [Fact]
    public async Task NotEnabled_ItAnswersToItsNameAndKeepsEventsInTheProcess()
    {
        await using var publisher = new RabbitMQTransport("rabbitmq", static options => options.Enabled = false);

        await publisher.PublishAsync(new EventMessage { Id = Guid.NewGuid(), EventId = "conformance.parcel", Payload = "{}"u8.ToArray(), Timestamp = DateTimeOffset.UtcNow }, CancellationToken.None);

        Assert.Equal(new PublisherHealth("rabbitmq", EventBusStatus.Healthy, null), publisher.Health);
        Assert.False(((IEventPublisher)publisher).IsEnabled);
    }
}
