using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Kafka.Tests;

public sealed class OptionsTests
{
    private const string Secret = "hunter2-9c1f";

    [Fact]
    public async Task WhatIsDoneToTheOptionsLater_HasNoEffect()
    {
        var options = new KafkaOptions { BootstrapServers = "localhost:9092", Topic = "events", Properties = { ["client.rack"] = "one" } };
        await using var transport = new KafkaTransport("out", options);
        var copy = TransportOptions<KafkaOptions>.Checked("out", options);
        var read = Settings.Read(copy);
        Assert.Equal(Settings.Read(options), read);
        string shown = transport.ToString();

        Settings.ChangeAll(options, (Func<string, string>)(static id => id));

        Assert.Equal(read, Settings.Read(copy));
        Assert.Equal((shown, true, false), (transport.ToString(), transport.IsEnabled, transport.Receives));
    }

    [Fact]
    public async Task Servers_AreNamedWithoutUserAndPassword()
    {
        static void Configure(KafkaOptions options) =>
            (options.BootstrapServers, options.Topic, options.Tls, options.Username, options.Password) = ("a.example:9093, b.example:9093", "events", true, "ann", "secret");
        await using var transport = new KafkaTransport("out", Configure);
        await using var unused = new KafkaTransport("out", static options =>
        {
            Configure(options);
            options.Enabled = false;
        });

        Assert.Equal([new PublisherServer("out", "a.example:9093", "kafka-secure"), new PublisherServer("out", "b.example:9093", "kafka-secure")], transport.Servers);
        Assert.Empty(unused.Servers);
    }

    [Fact]
    public void Settings_ComeFromTheConfiguration()
    {
        var options = Read(new()
        {
            ["EventGen:KafkaServers"] = "one:9092,two:9092",
            ["EventGen:KafkaTopic"] = "shop-events",
            ["EventGen:Publishers:kafka:Receive"] = "true",
            ["EventGen:Publishers:kafka:CloudEvents"] = "false",
            ["EventGen:Publishers:kafka:OffsetReset"] = "earliest",
            ["EventGen:Publishers:kafka:Topology"] = "verify",
            ["EventGen:Publishers:kafka:Partitions"] = "6",
            ["EventGen:Publishers:kafka:Replicas"] = "3",
            ["EventGen:Publishers:kafka:Tls"] = "true",
            ["EventGen:Publishers:kafka:Username"] = "shop",
            ["EventGen:Publishers:kafka:Password"] = Secret,
            ["EventGen:Publishers:kafka:Mechanism"] = "ScramSha256",
            ["EventGen:Publishers:kafka:Timeout"] = "00:00:03",
            ["EventGen:Publishers:kafka:SessionTimeout"] = "00:00:20",
            ["EventGen:Publishers:kafka:HandoverTimeout"] = "00:00:01",
            ["EventGen:Publishers:kafka:Prefetch"] = "10",
            ["EventGen:Publishers:kafka:MaxInFlight"] = "11",
            ["EventGen:Publishers:kafka:Group"] = "desk",
            ["EventGen:Publishers:kafka:Properties:linger.ms"] = "5",
        });

        Assert.Equal(("one:9092,two:9092", "shop-events", true, false), (options.BootstrapServers, options.Topic, options.Receive, options.CloudEvents));
        Assert.Equal((KafkaOffsetReset.Earliest, KafkaTopology.Verify, 6, 3), (options.OffsetReset, options.Topology, options.Partitions, options.Replicas));
        Assert.Equal((true, "shop", Secret, KafkaMechanism.ScramSha256), (options.Tls, options.Username, options.Password, options.Mechanism));
        Assert.Equal((3, 20, 1), (options.Timeout.TotalSeconds, options.SessionTimeout.TotalSeconds, options.HandoverTimeout.TotalSeconds));
        Assert.Equal((10, 11, "desk"), (options.Prefetch, options.MaxInFlight, options.Group));
        Assert.Equal("5", options.Properties["linger.ms"]);
        Assert.DoesNotContain(Secret, options.ToString());
    }

    [Fact]
    public void WhatCannotBeRead_FailsTheStart_AllInOneMessageThatShowsNoSecret()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddEventGen().AddKafka("kafka", options =>
        {
            options.BootstrapServers = $"user:{Secret}@host:9092";
            options.Password = Secret;
            options.Partitions = -1;
            options.Properties["enable.auto.commit"] = Secret;
        });
        using var host = builder.Build();

        var failure = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptionsMonitor<KafkaOptions>>().Get("kafka"));

        foreach (string part in (string[])["BootstrapServers is no list", "Topic is not set", "Username and Password go together", "Partitions is -1", "enable.auto.commit"])
            Assert.Contains(part, failure.Message);
        Assert.DoesNotContain(Secret, failure.Message);
    }

    [Theory]
    [InlineData("localhost:9092", true)]
    [InlineData("one, two:19092", true)]
    [InlineData("[::1]:9092", true)]
    [InlineData("", false)]
    [InlineData("kafka://localhost:9092", false)]
    [InlineData("user:password@localhost:9092", false)]
    [InlineData("localhost:0", false)]
    [InlineData("localhost:9092,", false)]
    public void Servers_AreHostsAndPorts(string servers, bool isValid) => Assert.Equal(isValid, ServerList.IsValid(servers));

    [Fact]
    public void Transport_RefusesSettingsThatCannotWork_WithoutShowingThem() =>
        Assert.DoesNotContain(Secret, Assert.Throws<ArgumentException>(static () => new KafkaTransport("kafka", static options => options.Password = Secret)).Message);

    private static KafkaOptions Read(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddEventGen().AddKafka("kafka", new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<KafkaOptions>>().Get("kafka");
    }
}
