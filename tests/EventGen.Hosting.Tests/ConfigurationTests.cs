using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting.Tests;

public sealed class ConfigurationTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("EventGen")]
    [InlineData("eventgen")]
    public async Task AddEventGen_WithAConfiguration_ReadsEverySetting(string? section)
    {
        var builder = BuilderWith(
            ("Source", "till"), ("QueueCapacity", "12"), ("Workers", "2"), ("WhenQueueFull", "DropOldest"), ("DrainTimeout", "00:01:30"));
        IConfiguration configuration = section is null ? builder.Configuration : builder.Configuration.GetSection(section);
        builder.Services.AddEventGen(configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = await builder.StartAsync();

        var options = host.Services.GetRequiredService<IOptions<EventBusOptions>>().Value;
        Assert.Equal("till", options.Source);
        Assert.Equal(12, options.QueueCapacity);
        Assert.Equal(2, options.Workers);
        Assert.Equal(QueueFullMode.DropOldest, options.WhenQueueFull);
        Assert.Equal(TimeSpan.FromSeconds(90), options.DrainTimeout);
        Assert.Equal(12, host.Bus().Health().QueueCapacity);
    }

    [Fact]
    public async Task AddEventGen_WithAConfigurationThatSaysNothing_KeepsTheDefaults()
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = await builder.StartAsync();

        var options = host.Services.GetRequiredService<IOptions<EventBusOptions>>().Value;
        Assert.Equal(1000, options.QueueCapacity);
        Assert.Equal(5, options.Workers);
        Assert.Equal(QueueFullMode.Wait, options.WhenQueueFull);
        Assert.Equal(TimeSpan.FromSeconds(30), options.DrainTimeout);
        Assert.Same(TimeProvider.System, options.TimeProvider);
    }

    [Fact]
    public async Task AddEventGen_WithAConfigurationAndCode_LetsTheCodeWin()
    {
        var builder = BuilderWith(("QueueCapacity", "12"), ("Workers", "2"));
        builder.Services.AddEventGen(builder.Configuration, static options => options.Workers = 4).AddPublisher(new MemoryPublisher("ledger"));
        using var host = await builder.StartAsync();

        var options = host.Services.GetRequiredService<IOptions<EventBusOptions>>().Value;
        Assert.Equal((12, 4), (options.QueueCapacity, options.Workers));
    }

    [Theory]
    [InlineData("0", "-3", "17", "-00:00:05")]
    [InlineData("0", "many", "Perhaps", "soon")]
    [InlineData("1.5", "", "1,2", "99999999999.00:00:00")]
    public async Task Start_WithSettingsThatCannotWork_ReportsThemAll(string capacity, string workers, string whenFull, string drainTimeout)
    {
        var builder = BuilderWith(("QueueCapacity", capacity), ("Workers", workers), ("WhenQueueFull", whenFull), ("DrainTimeout", drainTimeout));
        builder.Services.AddEventGen(builder.Configuration).AddPublisher<LedgerPublisher>();
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Aborted));

        Assert.Equal(4, refusal.Failures.Count());
        Assert.All(
            [("QueueCapacity", capacity), ("Workers", workers), ("WhenQueueFull", whenFull), ("DrainTimeout", drainTimeout)],
            setting => Assert.Single(
                refusal.Failures,
                failure => failure.StartsWith($"{setting.Item1} is ", StringComparison.Ordinal) && failure.Contains(setting.Item2, StringComparison.Ordinal)));
    }

    private static HostApplicationBuilder BuilderWith(params (string Setting, string Value)[] settings)
    {
        var builder = ShopHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create($"EventGen:{pair.Setting}", (string?)pair.Value)));
        return builder;
    }
}
