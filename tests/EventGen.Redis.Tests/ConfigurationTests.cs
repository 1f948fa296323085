using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
        });

        Assert.Equal(("redis://somewhere", "one", RedisMode.Streams, true, true, "g"), (options.Address, options.Channel, options.Mode, options.Receive, options.CloudEvents, options.Group));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 3, 4, 5, 6L), (options.Timeout, options.ClaimAfter, options.MaxInFlight, options.ReceiveBuffer, options.Prefetch, options.MaxStreamLength));
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

    // One program: what differs is the configuration.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OneProgram_RunsInMemoryOrOnRedis_ByConfigurationAlone(bool onRedis)
    {
        if (onRedis) RedisServer.Require();
        await using var server = onRedis ? await RedisServer.StartAsync() : null;
        Dictionary<string, string?> configuration = onRedis
            ? new() { ["EventGen:RedisAddress"] = server!.Address, ["EventGen:Publishers:Wire:Receive"] = "true" }
            : new() { ["EventGen:Publishers:Wire:Enabled"] = "false" };
        using var here = await StartHostAsync(configuration);
        using var there = onRedis ? await StartHostAsync(configuration) : null;
        var arrived = new TaskCompletionSource<Parcel>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = (there ?? here).Services.GetRequiredService<EventTopic<Parcel>>().Subscribe((Parcel parcel) => { arrived.TrySetResult(parcel); });

        var sent = Parcel.New(1);
        await here.Services.GetRequiredService<EventTopic<Parcel>>().EmitAsync(sent, TestContext.Current.CancellationToken);

        Assert.Equal(sent, await Deadline.WithinAsync(arrived.Task, "the parcel"));
        await here.StopAsync(TestContext.Current.CancellationToken);
        if (there is not null) await there.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<IHost> StartHostAsync(Dictionary<string, string?> configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Services.AddEventGen(builder.Configuration)
            .AddModule(EventGenPublishersConformanceEventModule.Instance)
            .AddRedis("wire", builder.Configuration);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static RedisOptions Bind(string name, Dictionary<string, string?> values, Action<RedisOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddEventGen().AddRedis(name, new ConfigurationBuilder().AddInMemoryCollection(values).Build(), configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<RedisOptions>>().Get(name);
    }
}
