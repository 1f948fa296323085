using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace EventGen.Outbox.Tests;

/// <summary>Whether an instance is ready whose database is away.</summary>
public sealed class ReadinessTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly CrashPlan _plan = new(0, default);
    private readonly MemoryDatabase _database;

    public ReadinessTests() => _database = new MemoryDatabase(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnInstanceThatHasNeverReachedItsDatabase_IsNotReady_AndOneThatHasStaysSo()
    {
        _plan.IsAway = true;
        using var host = await StartAsync();
        var bus = host.Services.GetRequiredService<EventBus>();

        var before = await CheckAsync(host);
        _plan.IsAway = false;
        await Shop.AdvanceUntilAsync(_clock, () => bus.Outbox.HasOpened, TimeSpan.FromSeconds(1));
        var reached = await CheckAsync(host);
        _plan.IsAway = true;
        await Shop.AdvanceUntilAsync(_clock, () => bus.GetHealth().Status == EventBusStatus.Degraded);
        var away = await CheckAsync(host);
        _plan.IsAway = false;
        await host.StopAsync(Token);

        Assert.Equal(
            (HealthStatus.Unhealthy, "The database of the outbox has not answered yet: no durable event can be accepted."),
            (before.Entries["eventgen-ready"].Status, before.Entries["eventgen-ready"].Description));
        Assert.Equal(HealthStatus.Healthy, before.Entries["eventgen-live"].Status);
        Assert.Equal(HealthStatus.Healthy, reached.Entries["eventgen-ready"].Status);
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Degraded), (away.Entries["eventgen-ready"].Status, away.Entries["eventgen"].Status));
    }

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "shop", DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddEventGen().AddPublisher(new MemoryPublisher("broker")).AddOutbox((_, _) => new CrashingStore(new MemoryOutboxStore(_database), _plan));
        builder.Services.AddHealthChecks().AddEventGen();
        var host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private static Task<HealthReport> CheckAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
}
