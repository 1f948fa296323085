using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EventGen.Nats.Tests;

public sealed class OptionsTests
{
    [Fact]
    public async Task WhatIsDoneToTheOptionsLater_HasNoEffect()
    {
        var options = new NatsOptions { Address = "nats://localhost" };
        await using var transport = new NatsTransport("out", options);
        var copy = TransportOptions<NatsOptions>.Checked("out", options);
        var read = Settings.Read(copy);
        Assert.Equal(Settings.Read(options), read);
        string shown = transport.ToString();

        Settings.ChangeAll(options);

        Assert.Equal(read, Settings.Read(copy));
        Assert.Equal((shown, true, false), (transport.ToString(), transport.IsEnabled, transport.Receives));
    }

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

    [Fact]
    public async Task Servers_AreNamedWithoutUserAndPassword()
    {
        await using var transport = new NatsTransport("out", static options => options.Address = "nats://ann:secret@a.example,tls://ann:secret@b.example:7000");
        await using var unused = new NatsTransport("out", static options => (options.Address, options.Enabled) = ("nats://ann:secret@a.example,tls://ann:secret@b.example:7000", false));

        Assert.Equal([new PublisherServer("out", "a.example:4222", "nats"), new PublisherServer("out", "b.example:7000", "nats")], transport.Servers);
        Assert.Empty(unused.Servers);
    }

    [Fact]
    public void Options_ThatCannotWork_AreAllNamedAtOnce()
    {
        var exception = Assert.Throws<ArgumentException>(static () => new NatsTransport("nats", static options =>
        {
            options.Address = "nats://secret@localhost/x";
            options.CredentialsFile = "/nowhere";
            options.Stream = "a.b";
            options.Subject = "a..b";
            options.Group = "";
            options.Topology = (NatsTopology)7;
            options.Retention = (NatsRetention)7;
            options.WhenFull = (NatsStreamFullMode)7;
            options.Timeout = options.AckWait = options.DuplicateWindow = TimeSpan.Zero;
            options.MaxAge = TimeSpan.FromMilliseconds(1);
            options.Replicas = options.MaxInFlight = options.ReceiveBuffer = options.Prefetch = options.DeliveryLimit = 0;
            options.MaxMessages = options.MaxBytes = -1;
        }));

        foreach (string name in typeof(NatsOptions).GetProperties().Select(static property => property.Name).Except([nameof(NatsOptions.Receive), nameof(NatsOptions.Enabled), nameof(NatsOptions.CloudEvents)]))
            Assert.Contains($"{name} ", exception.Message);
        Assert.DoesNotContain("secret", exception.ToString());
    }

    [Fact]
    public async Task NotEnabled_ItAnswersToItsNameAndKeepsEventsInTheProcess()
    {
        await using var publisher = new NatsTransport("nats", static options => options.Enabled = false);

        await publisher.PublishAsync(new EventMessage { Id = Guid.NewGuid(), EventId = "a", Payload = default, Timestamp = default }, CancellationToken.None);

        Assert.Equal(new PublisherHealth("nats", EventBusStatus.Healthy, null), publisher.Health);
        Assert.False(((IEventPublisher)publisher).IsEnabled);
    }

    [Fact]
    public void AddNats_ReadsEverySetting_AndWhatIsSaidOfOneWins()
    {
        var options = Bind(new()
        {
            ["EventGen:NatsAddress"] = "nats://somewhere",
            ["EventGen:NatsStream"] = "all",
            ["EventGen:Publishers:wire:Stream"] = "one",
            ["EventGen:Publishers:Wire:Subject"] = "s",
            ["EventGen:Publishers:Wire:Receive"] = "true",
            ["EventGen:Publishers:Wire:CloudEvents"] = "false",
            ["EventGen:Publishers:Wire:Group"] = "g",
            ["EventGen:Publishers:Wire:Topology"] = "verify",
            ["EventGen:Publishers:Wire:Retention"] = "Interest",
            ["EventGen:Publishers:Wire:WhenFull"] = "DropOldest",
            ["EventGen:Publishers:Wire:Timeout"] = "00:00:01",
            ["EventGen:Publishers:Wire:AckWait"] = "00:00:02",
            ["EventGen:Publishers:Wire:DuplicateWindow"] = "00:00:03",
            ["EventGen:Publishers:Wire:MaxAge"] = "00:00:04",
            ["EventGen:Publishers:Wire:MaxInFlight"] = "3",
            ["EventGen:Publishers:Wire:ReceiveBuffer"] = "4",
            ["EventGen:Publishers:Wire:Prefetch"] = "5",
            ["EventGen:Publishers:Wire:DeliveryLimit"] = "6",
            ["EventGen:Publishers:Wire:Replicas"] = "2",
            ["EventGen:Publishers:Wire:MaxMessages"] = "8",
            ["EventGen:Publishers:Wire:MaxBytes"] = "9",
        });

        Assert.Equal(("nats://somewhere", "one", "s", true, false, "g"), (options.Address, options.Stream, options.Subject, options.Receive, options.CloudEvents, options.Group));
        Assert.Equal((NatsTopology.Verify, NatsRetention.Interest, NatsStreamFullMode.DropOldest), (options.Topology, options.Retention, options.WhenFull));
        Assert.Equal([1, 2, 3, 4], ((TimeSpan[])[options.Timeout, options.AckWait, options.DuplicateWindow, options.MaxAge]).Select(static time => time.TotalSeconds));
        Assert.Equal((3, 4, 5, 6, 2, 8L, 9L), (options.MaxInFlight, options.ReceiveBuffer, options.Prefetch, options.DeliveryLimit, options.Replicas, options.MaxMessages, options.MaxBytes));
    }

    [Fact]
    public void AddNats_TextThatIsNoSetting_FailsTheStartWithAllFaultsAndNoSecret()
    {
        var exception = Assert.Throws<OptionsValidationException>(static () => Bind(new()
        {
            ["EventGen:NatsAddress"] = "nats://secret@host/x",
            ["EventGen:Publishers:Wire:Retention"] = "Both",
            ["EventGen:Publishers:Wire:Prefetch"] = "many",
            ["EventGen:Publishers:Wire:AckWait"] = "30",
            ["EventGen:Publishers:Wire:Recieve"] = "true",
        }));

        Assert.Equal(5, exception.Failures.Count());
        Assert.All(exception.Failures, static failure => Assert.StartsWith("NATS publisher 'wire': ", failure));
        Assert.DoesNotContain("secret", exception.ToString());
    }

    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("my.shop 1", "my=2Eshop=201")]
    [InlineData("größe", "gr=C3=B6=C3=9Fe")]
    [InlineData("a=b", "a=3Db")]
    public void TheNameOfAnApplication_MakesAConsumersName(string application, string consumer) => Assert.Equal(consumer, ConsumerName.Of(application));

    private static NatsOptions Bind(Dictionary<string, string?> values)
    {
        var services = new ServiceCollection();
        services.AddEventGen().AddNats("wire", new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<NatsOptions>>().Get("wire");
    }
}
