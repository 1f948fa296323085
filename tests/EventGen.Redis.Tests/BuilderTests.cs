using Microsoft.Extensions.Configuration;

namespace EventGen.Redis.Tests;

public sealed class BuilderTests
{
    [Fact]
    public async Task AddRedis_WithoutAContainer_AddsThePublisher()
    {
        await using var bus = EventBus.Create(static builder => builder
            .AddRedis("redis", static options => options.Address = "localhost:1")
            .Configure(static options => options.Source = "shop"));

        Assert.Equal("redis", Assert.Single(bus.GetHealth().Publishers).Name);
    }

    [Fact]
    public async Task AddRedis_WithoutAContainer_ReadsTheConfiguration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["EventGen:RedisAddress"] = "localhost:1" }).Build();

        await using var bus = EventBus.Create(builder => builder.AddRedis("redis", configuration));

        Assert.Equal("redis", Assert.Single(bus.GetHealth().Publishers).Name);
    }

    [Fact]
    public void AddRedis_WithoutAContainer_WithSettingsThatCannotWork_FailsTheCreation_WithoutTheSecret()
    {
        var thrown = Assert.Throws<ArgumentException>(() => EventBus.Create(
            static builder => builder.AddRedis("redis", static options => (options.Address, options.MaxInFlight) = ("localhost:1,password=hunter2", 0))));

        Assert.Contains("MaxInFlight is 0", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", thrown.Message, StringComparison.Ordinal);
    }
}
