using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting.Tests;

public sealed class HealthCheckTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_OfABusThatFares_IsHealthyAndTellsItsState()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop(static options => options.QueueCapacity = 9);
        builder.Services.AddHealthChecks().AddEventGen();
        using var host = await builder.StartAsync();
        host.Bus().Topic<Noted>().Subscribe(static (Noted _) => { });

        var report = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["queue_length"] = 0,
                ["queue_capacity"] = 9,
                ["events"] = 5,
                ["subscribers"] = 1,
                ["dropped"] = 0L,
                ["failed"] = 0L,
                ["dead_letters"] = 0L,
                ["publisher.ledger"] = "Healthy",
            },
            report.Data);
    }

    [Fact]
    public async Task Check_WhileAPublisherFails_IsDegradedUntilItRecovers()
    {
        var ledger = new LedgerPublisher(new Journal()) { IsBroken = true };
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddEventGen().AddPublisher(ledger);
        builder.Services.AddHealthChecks().AddEventGen();
        using var host = await builder.StartAsync();

        await Assert.ThrowsAsync<EventDispatchException>(() => host.Bus().Topic<EntryMade>().InvokeAsync(new EntryMade(1), Aborted).AsTask());
        var broken = await CheckAsync(host);
        ledger.IsBroken = false;
        await host.Bus().Topic<EntryMade>().InvokeAsync(new EntryMade(2), Aborted);
        var recovered = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, broken.Status);
        Assert.Equal("Degraded", broken.Data["publisher.ledger"]);
        Assert.Equal(HealthStatus.Healthy, recovered.Status);
    }

    [Fact]
    public async Task Check_AfterTheBusHasStopped_IsUnhealthy()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        builder.Services.AddHealthChecks().AddEventGen();
        using var host = await builder.StartAsync();

        await host.StopAsync(Aborted);

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task Check_WithNameStatusAndTags_IsRegisteredWithThem()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        builder.Services.AddHealthChecks().AddEventGen("bus", HealthStatus.Degraded, ["ready"]);
        using var host = await builder.StartAsync();
        await host.StopAsync(Aborted);

        var entry = await CheckAsync(host, "bus");

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal(["ready"], entry.Tags);
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host, string name = "eventgen") =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Aborted)).Entries[name];
}
