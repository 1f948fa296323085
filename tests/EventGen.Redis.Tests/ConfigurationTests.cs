using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EventGen.Redis.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public void AddRedis_ReadsWhatHoldsForAllAndWhatIsSaidOfOne()
    {
        var options = Bind("wire", new()
        {
            ["EventGen:RedisAddress"] = "redis://somewhere",
            ["EventGen:RedisChannel"] = "all",
            ["EventGen:Publishers:wire:Channel"] = "one",
            ["EventGen:Publishers:Wire:Mode"] = "streams",
            ["EventGen:Publishers:Wire:Receive"] = "true",
            ["EventGen:Publishers:Wire:CloudEvents"] = "true",
            ["EventGen:Publishers:Wire:Group"] = "g",
            ["EventGen:Publishers:Wire:Timeout"] = "00:00:01",
            ["EventGen:Publishers:Wire:ClaimAfter"] = "00:00:02",
            ["EventGen:Publishers:Wire:MaxInFlight"] = "3",
            ["EventGen:Publishers:Wire:ReceiveBuffer"] = "4",
            ["EventGen:Publishers:Wire:Prefetch"] = "5",
            ["EventGen:Publishers:Wire:MaxStreamLength"] = "6",
            ["EventGen:Publishers:Wire:DeliveryLimit"] = "7",
        });

        Assert.Equal(("redis://somewhere", "one", RedisMode.Streams, true, true, "g"), (options.Address, options.Channel, options.Mode, options.Receive, options.CloudEvents, options.Group));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 3, 4, 5, 6L, 7), (options.Timeout, options.ClaimAfter, options.MaxInFlight, options.ReceiveBuffer, options.Prefetch, options.MaxStreamLength, options.DeliveryLimit));
    }

    [Theory]
    [InlineData("30")]
    [InlineData("24:00:00")]
    [InlineData("00:30")]
    public void AddRedis_TextThatIsNoTime_FailsTheStart(string text)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Bind("wire", new()
        {
            ["EventGen:RedisAddress"] = "somewhere",
            ["EventGen:Publishers:wire:Timeout"] = text,
            ["EventGen:Publishers:wire:ClaimAfter"] = text,
        }));

        Assert.Contains($"Timeout is '{text}' in the configuration (it must be a time such as 00:00:30, or 1.00:00:00 for a day)", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"ClaimAfter is '{text}' in the configuration (it must be a time such as 00:00:30, or 1.00:00:00 for a day)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddRedis_CodeWinsOverTheConfiguration() =>
        Assert.Equal("code", Bind("wire", new() { ["EventGen:RedisAddress"] = "somewhere", ["EventGen:RedisChannel"] = "c" }, static options => options.Channel = "code").Channel);

    [Fact]
    public void AddRedis_TextThatIsNoSetting_FailsTheStartWithAllFaultsAndNoSecret()
    {
        var exception = Assert.Throws<OptionsValidationException>(static () => Bind("wire", new()
        {
            ["EventGen:RedisAddress"] = "redis://:secret@host/x",
            ["EventGen:Publishers:Wire:Mode"] = "Both",
            ["EventGen:Publishers:Wire:Prefetch"] = "many",
            ["EventGen:Publishers:Wire:Receive"] = "perhaps",
            ["EventGen:Publishers:Wire:Recieve"] = "true",
        }));

        Assert.Equal(5, exception.Failures.Count());
        Assert.All(exception.Failures, static failure => Assert.StartsWith("Redis publisher 'wire': ", failure));
        Assert.DoesNotContain("secret", exception.ToString());
    }

    private static RedisOptions Bind(string name, Dictionary<string, string?> values, Action<RedisOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddEventGen().AddRedis(name, new ConfigurationBuilder().AddInMemoryCollection(values).Build(), configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<RedisOptions>>().Get(name);
    }
}
