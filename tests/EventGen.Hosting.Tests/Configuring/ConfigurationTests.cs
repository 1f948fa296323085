using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting.Tests.Configuring;

public sealed class ConfigurationTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("EventGen")]
    [InlineData("eventgen")]
    public async Task AddEventGen_WithAConfiguration_ReadsEverySetting(string? section)
    {
        var builder = ConfiguredHost.With(
            ("Source", "till"), ("QueueCapacity", "12"), ("Workers", "2"), ("WhenQueueFull", "DropOldest"), ("DrainTimeout", "00:01:30"),
            ("HandlerTimeout", "00:00:04"), ("PublisherDownLimit", "Infinite"), ("MaxPendingPublishes", "5"), ("MaxPendingRetries", "6"), ("DeadLetterCapacity", "7"),
            ("RejectedMessageCapacity", "13"), ("RejectedMessageBytes", "14"),
            ("MaxEmitDepth", "8"), ("MaxPayloadBytes", "9"), ("PublisherRetry:Attempts", "10"), ("Retry:Attempts", "11"), ("Retry:Delay", "00:00:01"),
            ("Retry:Backoff", "linear"), ("Retry:MaxDelay", "00:00:02"), ("Retry:Jitter", "False"), ("Retry:On:0", "System.TimeoutException"),
            ("Retry:Except:0", "System.IO.IOException"), ("Retry:WhileRetrying", "Park"));
        IConfiguration configuration = section is null ? builder.Configuration : builder.Configuration.GetSection(section);
        builder.Services.AddEventGen(configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = await builder.StartAsync();

        var options = host.Services.GetRequiredService<IOptions<EventBusOptions>>().Value;
        Assert.Equal("till", options.Source);
        Assert.Equal(12, options.QueueCapacity);
        Assert.Equal(2, options.Workers);
        Assert.Equal(QueueFullMode.DropOldest, options.WhenQueueFull);
        Assert.Equal(TimeSpan.FromSeconds(90), options.DrainTimeout);
        Assert.Equal(TimeSpan.FromSeconds(4), options.HandlerTimeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, options.PublisherDownLimit);
        Assert.Equal((5, 6, 7, 8, 9), (options.MaxPendingPublishes, options.MaxPendingRetries, options.DeadLetterCapacity, options.MaxEmitDepth, options.MaxPayloadBytes));
        Assert.Equal((13, 14), (options.RejectedMessageCapacity, options.RejectedMessageBytes));
        Assert.Equal((10, 11), (options.PublisherRetry.Attempts, options.Retry.Attempts));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), (options.Retry.Delay, options.Retry.MaxDelay));
        Assert.Equal((Backoff.Linear, false, KeyOrder.Park), (options.Retry.Backoff, options.Retry.Jitter, options.Retry.WhileRetrying));
        Assert.Equal([typeof(TimeoutException), typeof(IOException)], [.. options.Retry.On, .. options.Retry.Except]);
        Assert.Equal(12, host.Bus().GetHealth().QueueCapacity);
        AssertNothingLeftAtItsDefault(options);
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
        var builder = ConfiguredHost.With(("QueueCapacity", "12"), ("Workers", "2"));
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
        var builder = ConfiguredHost.With(("QueueCapacity", capacity), ("Workers", workers), ("WhenQueueFull", whenFull), ("DrainTimeout", drainTimeout));
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

    // An option that is added and not bound is one that a configuration cannot reach. The one with a key is set in code.
    private static void AssertNothingLeftAtItsDefault(EventBusOptions options)
    {
        foreach (var option in typeof(EventBusOptions).GetProperties().Where(static option => option.Name is not (nameof(EventBusOptions.TimeProvider) or nameof(EventBusOptions.Events) or nameof(EventBusOptions.SensitiveData))))
            Assert.NotEqual(option.GetValue(new EventBusOptions()), option.GetValue(options));
        foreach (var setting in typeof(RetryPolicy).GetProperties().Where(static setting => setting.CanWrite))
            Assert.NotEqual(setting.GetValue(new RetryPolicy()), setting.GetValue(options.Retry));
    }
}
