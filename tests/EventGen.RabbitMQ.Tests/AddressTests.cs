namespace EventGen.RabbitMQ.Tests;

public sealed class AddressTests
{
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
    [InlineData("amqp://shop:My@secret/1@localhost")]
    public void Address_ThatCannotBeRead_IsAFaultThatDoesNotShowIt(string? text)
    {
        Assert.False(RabbitMQAddress.TryParse(text, out _, out string? reason));

        Assert.DoesNotContain("secret", reason);
        Assert.EndsWith(".", reason);
    }
}
