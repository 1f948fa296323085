namespace EventGen.Nats.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("nats://localhost", "localhost:4222", "nats://localhost:4222", null, null, null)]
    [InlineData("localhost:7000", "localhost:7000", "nats://localhost:7000", null, null, null)]
    [InlineData("nats://sh%2Fop:s%23cret@example.org", "example.org:4222", "nats://example.org:4222", "sh/op", "s#cret", null)]
    [InlineData("tls://t%40ken@example.org:7000/", "example.org:7000", "tls://example.org:7000", null, null, "t@ken")]
    [InlineData("nats://a:b@one,nats://two:7000", "one:4222,two:7000", "nats://one:4222,nats://two:7000", "a", "b", null)]
    [InlineData("nats://[::1]:7000", "[::1]:7000", "nats://[::1]:7000", null, null, null)]
    public void Address_InEachForm_IsRead(string text, string shown, string url, string? user, string? password, string? token)
    {
        Assert.True(NatsAddress.TryParse(text, out var address, out string? reason), reason);

        var options = address.ToOptions("nats", TimeSpan.FromSeconds(1), null, new ClientLog());
        Assert.Equal((shown, url), (address.ToString(), options.Url));
        Assert.Equal((user, password, token), (options.AuthOpts.Username, options.AuthOpts.Password, options.AuthOpts.Token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("http://secret@localhost")]
    [InlineData("nats://secret@")]
    [InlineData("nats://secret@localhost/first")]
    [InlineData("nats://secret@localhost?db=1")]
    [InlineData("nats://user:@localhost")]
    [InlineData("nats://:secret@localhost")]
    [InlineData("nats://secret@one,nats://secret2@two")]
    public void Address_ThatCannotBeRead_IsAFaultThatDoesNotShowIt(string? text)
    {
        Assert.False(NatsAddress.TryParse(text, out _, out string? reason));

        Assert.DoesNotContain("secret", reason);
        Assert.EndsWith(".", reason);
    }
}
