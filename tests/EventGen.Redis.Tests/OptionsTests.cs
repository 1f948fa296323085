namespace EventGen.Redis.Tests;

public sealed class OptionsTests
{
    [Fact]
    public async Task WhatIsDoneToTheOptionsLater_HasNoEffect()
    {
        var options = new RedisOptions { Address = "localhost" };
        await using var transport = new RedisTransport("out", options);
        var copy = TransportOptions<RedisOptions>.Checked("out", options);
        var read = Settings.Read(copy);
        Assert.Equal(Settings.Read(options), read);
        string shown = transport.ToString();

        Settings.ChangeAll(options);

        Assert.Equal(read, Settings.Read(copy));
        Assert.Equal((shown, true, false), (transport.ToString(), transport.IsEnabled, transport.Receives));
    }

    [Theory]
    [InlineData("redis://localhost", "localhost:6379", 0, null, null, false)]
    [InlineData("localhost", "localhost:6379", 0, null, null, false)]
    [InlineData("localhost:7000", "localhost:7000", 0, null, null, false)]
    [InlineData("redis://:s%23cret@example.org:7000/3", "example.org:7000", 3, null, "s#cret", false)]
    [InlineData("redis://default:secret@example.org", "example.org:6379", 0, "default", "secret", false)]
    [InlineData("redis://sh%2Fop:secret@example.org", "example.org:6379", 0, "sh/op", "secret", false)]
    [InlineData("rediss://:secret@example.org/", "example.org:6379", 0, null, "secret", true)]
    [InlineData("redis://[::1]:7000", "[::1]:7000", 0, null, null, false)]
    public void Address_InEachForm_IsRead(string text, string shown, int database, string? user, string? password, bool tls)
    {
        Assert.True(RedisAddress.TryParse(text, out var address, out string? reason), reason);

        var configuration = address.ToConfiguration(TimeSpan.FromSeconds(1));
        Assert.Equal(shown, address.ToString());
        Assert.Equal((database, user, password, tls), (configuration.DefaultDatabase, configuration.User, configuration.Password, configuration.Ssl));
        Assert.False(configuration.AbortOnConnectFail);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("http://:secret@localhost")]
    [InlineData("redis://:secret@")]
    [InlineData("redis://:secret@localhost/first")]
    [InlineData("redis://:secret@localhost/-1")]
    [InlineData("redis://:secret@localhost?db=1")]
    [InlineData("redis://secret@localhost")]
    [InlineData("localhost:6379,password=secret")]
    public void Address_ThatCannotBeRead_IsAFaultThatDoesNotShowIt(string? text)
    {
        Assert.False(RedisAddress.TryParse(text, out _, out string? reason));

        Assert.DoesNotContain("secret", reason);
        Assert.EndsWith(".", reason);
    }

    [Fact]
    public async Task Servers_AreNamedWithoutUserAndPassword()
    {
        await using var transport = new RedisTransport("out", static options => options.Address = "rediss://ann:secret@[::1]:7000/2");
        await using var unused = new RedisTransport("out", static options => (options.Address, options.Enabled) = ("rediss://ann:secret@[::1]:7000/2", false));

        Assert.Equal([new PublisherServer("out", "[::1]:7000", "rediss")], transport.Servers);
        Assert.Empty(unused.Servers);
    }

    [Fact]
    public void Options_ThatCannotWork_AreAllNamedAtOnce()
    {
        var exception = Assert.Throws<ArgumentException>(static () => new RedisTransport("redis", static options =>
        {
            options.Address = "redis://:secret@localhost/x";
            options.Channel = " ";
            options.Mode = (RedisMode)7;
            options.Group = "";
            options.Timeout = TimeSpan.Zero;
            options.ClaimAfter = TimeSpan.FromDays(2);
            options.MaxInFlight = options.ReceiveBuffer = options.Prefetch = 0;
            options.MaxStreamLength = options.DeliveryLimit = 0;
        }));

        foreach (string name in (string[])["Address", "Channel", "Mode", "Group", "Timeout", "ClaimAfter", "MaxInFlight", "ReceiveBuffer", "Prefetch", "MaxStreamLength", "DeliveryLimit"])
            Assert.Contains($"{name} ", exception.Message);
        Assert.DoesNotContain("secret", exception.ToString());
    }

    [Fact]
    public async Task NotEnabled_ItAnswersToItsNameAndKeepsEventsInTheProcess()
    {
        await using var publisher = new RedisTransport("redis", static options => options.Enabled = false);

        await publisher.PublishAsync(ParcelMessage.New(), CancellationToken.None);

        Assert.Equal(new PublisherHealth("redis", EventBusStatus.Healthy, null), publisher.Health);
        Assert.False(((IEventPublisher)publisher).IsEnabled);
    }
}
