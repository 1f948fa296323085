using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using EventGen.TestKit;
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
        host.Bus().Topic<TextEvent>().Subscribe(static (TextEvent _) => { });

        var report = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["queue_length"] = 0,
                ["queue_capacity"] = 9,
                ["events"] = 8,
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

        await Assert.ThrowsAsync<EventDispatchException>(() => host.Bus().Topic<PublishedToLedgerEvent>().InvokeAsync(new PublishedToLedgerEvent(1), Aborted).AsTask());
        var broken = await CheckAsync(host);
        ledger.IsBroken = false;
        await host.Bus().Topic<PublishedToLedgerEvent>().InvokeAsync(new PublishedToLedgerEvent(2), Aborted);
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

    [Fact]
    public async Task Check_OfReadiness_IsUnhealthyBeforeTheStartAndFromTheBeginningOfTheStop()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        builder.Services.AddHealthChecks().AddEventGen();
        using var host = builder.Build();
        var before = await CheckAsync(host, "eventgen-ready");

        await host.StartAsync(Aborted);
        var gate = new AsyncGate();
        host.Bus().Topic<TextEvent>().Subscribe(async (TextEvent _) => await gate.PassAsync());
        await host.Bus().Topic<TextEvent>().EmitAsync(new TextEvent("last"), Aborted);
        await gate.Reached;
        var running = await CheckAsync(host, "eventgen-ready");
        var stop = host.StopAsync(Aborted);
        await Eventually.EqualAsync(EventBusStatus.Unhealthy, () => host.Bus().GetHealth().Status);
        var readyWhileDraining = await CheckAsync(host, "eventgen-ready");
        var liveWhileDraining = await CheckAsync(host, "eventgen-live");
        gate.Open();
        await stop;

        Assert.Equal(["ready"], before.Tags);
        Assert.Equal((HealthStatus.Unhealthy, "The event bus has not started yet."), (before.Status, before.Description));
        Assert.Equal(HealthStatus.Healthy, running.Status);
        Assert.Equal(HealthStatus.Healthy, liveWhileDraining.Status);
        Assert.Equal((HealthStatus.Unhealthy, "The event bus is stopping, or has stopped."), (readyWhileDraining.Status, readyWhileDraining.Description));
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host, "eventgen-ready")).Status);
    }

    [Fact]
    public async Task Check_OfLiveness_IsHealthyUntilTheBusHasStopped()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        builder.Services.AddHealthChecks().AddEventGen();
        using var host = builder.Build();
        var before = await CheckAsync(host, "eventgen-live");
        await host.StartAsync(Aborted);
        var running = await CheckAsync(host, "eventgen-live");
        await host.StopAsync(Aborted);
        var stopped = await CheckAsync(host, "eventgen-live");

        Assert.Equal(["live"], before.Tags);
        Assert.Equal([HealthStatus.Healthy, HealthStatus.Healthy, HealthStatus.Unhealthy], [before.Status, running.Status, stopped.Status]);
    }

    [Fact]
    public async Task Check_OfLiveness_WhenAsManyHandlersAreStuckAsThereAreWorkers_IsUnhealthy()
    {
        var clock = new ManualTimeProvider();
        var gate = new AsyncGate(expected: 2);
        var builder = ShopHost.CreateBuilder();
        builder.AddShop(options => (options.TimeProvider, options.HandlerTimeout, options.Workers) = (clock, TimeSpan.FromSeconds(10), 2));
        builder.Services.AddHealthChecks().AddEventGen();
        using var host = await builder.StartAsync();
        host.Bus().Topic<TextEvent>().Subscribe(async (TextEvent _) => await gate.PassAsync(CancellationToken.None));

        var one = await HangAsync(1);
        var two = await HangAsync(2);
        gate.Open();

        Assert.Equal(HealthStatus.Healthy, one.Status);
        Assert.Equal((HealthStatus.Unhealthy, "2 handlers are stuck, as many as there are workers or more."), (two.Status, two.Description));

        async Task<HealthReportEntry> HangAsync(int number)
        {
            await host.Bus().Topic<TextEvent>().EmitAsync(new TextEvent("hang"), Aborted);
            await Eventually.EqualAsync(number, () => gate.Arrivals);
            await clock.WhenPendingAsync(1, Aborted);
            clock.Advance(TimeSpan.FromSeconds(10));
            await Eventually.EqualAsync(number, () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));   // as long as it may take to heed its token
                return host.Bus().GetHealth().StuckHandlers.Count;
            });
            return await CheckAsync(host, "eventgen-live");
        }
    }

    [Fact]
    public async Task Checks_ShowNothingOfWhatAPublisherFailedWith_ButItsType()
    {
        const string Secret = "hunter2";
        var ledger = new LedgerPublisher(new Journal()) { IsBroken = true, Failure = $"Host=ledger;Password={Secret}" };
        var clock = new ManualTimeProvider();
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddEventGen(options => options.TimeProvider = clock).AddPublisher(ledger);
        builder.Services.AddHealthChecks().AddEventGen();
        using var host = await builder.StartAsync();
        await Assert.ThrowsAsync<EventDispatchException>(() => host.Bus().Topic<PublishedToLedgerEvent>().InvokeAsync(new PublishedToLedgerEvent(1), Aborted).AsTask());

        var failing = await CheckAsync(host);
        var at = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromMinutes(2));
        var down = await CheckAsync(host);

        Assert.Equal("The last publish of publisher 'ledger' failed: IOException (InvalidOperationException).", failing.Description);
        Assert.Equal((HealthStatus.Unhealthy, $"Publisher 'ledger' is down: IOException (InvalidOperationException). That was at {at:u}, and no publish has been tried since."), (down.Status, down.Description));
        Assert.All([failing, down], static entry =>
        {
            Assert.Null(entry.Exception);
            Assert.All(entry.Data, static datum => Assert.DoesNotContain(Secret, $"{datum.Key}{datum.Value}", StringComparison.Ordinal));
        });
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host, string name = "eventgen") =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Aborted)).Entries[name];
}
