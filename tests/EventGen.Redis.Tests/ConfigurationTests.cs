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
            ["EventGen:wire:Channel"] = "one",
            ["EventGen:Wire:Mode"] = "streams",
            ["EventGen:Wire:Receive"] = "true",
            ["EventGen:Wire:CloudEvents"] = "true",
            ["EventGen:Wire:Group"] = "g",
            ["EventGen:Wire:Timeout"] = "00:00:01",
            ["EventGen:Wire:ClaimAfter"] = "00:00:02",
            ["EventGen:Wire:MaxInFlight"] = "3",
            ["EventGen:Wire:ReceiveBuffer"] = "4",
            ["EventGen:Wire:Prefetch"] = "5",
            ["EventGen:Wire:MaxStreamLength"] = "6",
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
            ["EventGen:Wire:Mode"] = "Both",
            ["EventGen:Wire:Prefetch"] = "many",
            ["EventGen:Wire:Receive"] = "perhaps",
        }));

        Assert.Equal(4, exception.Failures.Count());
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
            ? new() { ["EventGen:RedisAddress"] = server!.Address, ["EventGen:Wire:Receive"] = "true" }
            : new() { ["EventGen:Wire:Enabled"] = "false" };
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
