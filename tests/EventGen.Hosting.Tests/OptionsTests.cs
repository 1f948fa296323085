using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using EventGen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting.Tests;

public sealed class OptionsTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddEventGen_WithOptions_MakesTheBusFromThem()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop(static options =>
        {
            options.Source = "counter";
            options.QueueCapacity = 7;
        });
        using var host = await builder.StartAsync();

        Assert.Equal(7, host.Bus().GetHealth().QueueCapacity);
        Assert.Equal("counter", await SourceOfAsync(host));
    }

    [Fact]
    public async Task AddEventGen_WithoutASource_TakesTheApplicationsName()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var host = await builder.StartAsync();

        Assert.Equal("shop", await SourceOfAsync(host));
    }

    [Fact]
    public async Task AddEventGen_Workers_RunThatManyEventsAtATime()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop(static options => options.Workers = 3);
        using var host = await builder.StartAsync();
        var gate = new AsyncGate(expected: 3);
        host.Bus().Topic<TextEvent>().Subscribe(async (TextEvent _) => await gate.PassAsync());

        for (int i = 0; i < 5; i++) await host.Bus().Topic<TextEvent>().EmitAsync(new TextEvent($"{i}"), Aborted);
        await gate.Reached;

        Assert.Equal(2, host.Bus().GetHealth().QueueLength);
        gate.Open();
        await host.StopAsync(Aborted);
        Assert.Equal(5, gate.Arrivals);
    }

    [Fact]
    public async Task AddEventGen_TimeProviderInTheContainer_StampsTheEvents()
    {
        var clock = new ManualTimeProvider();
        clock.Advance(TimeSpan.FromHours(3));
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddShop();
        using var host = await builder.StartAsync();

        Assert.Equal(clock.GetUtcNow(), (await ContextAsync(host)).Timestamp);
    }

    [Fact]
    public async Task AddEventGen_TimeProviderInTheOptions_WinsOverTheContainers()
    {
        var clock = new ManualTimeProvider();
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddShop(options => options.TimeProvider = clock);
        using var host = await builder.StartAsync();

        Assert.Equal(clock.GetUtcNow(), (await ContextAsync(host)).Timestamp);
    }

    [Fact]
    public async Task Start_WithSeveralOptionsThatCannotWork_ReportsThemAllAndStartsNothing()
    {
        bool opened = false;
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddSingleton<IHostedService>(new CallbackHostedService
        {
            OnStart = _ =>
            {
                opened = true;
                return Task.CompletedTask;
            },
        });
        builder.AddShop(static options =>
        {
            options.QueueCapacity = 0;
            options.Workers = -1;
            options.WhenQueueFull = (QueueFullMode)9;
            options.DrainTimeout = TimeSpan.FromSeconds(-2);
            options.TimeProvider = null!;
        });
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Aborted));

        Assert.Equal(
            ["QueueCapacity is 0", "Workers is -1", "WhenQueueFull is 9", "DrainTimeout is -00:00:02", "TimeProvider is null"],
            refusal.Failures.Select(static failure => failure[..failure.IndexOf(" (", StringComparison.Ordinal)]));
        Assert.False(opened);
    }

    [Fact]
    public async Task Start_WithSeveralOptionsThatCannotWork_HasAMessageThatReadsAsAList()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop(static options =>
        {
            options.Workers = -1;
            options.TimeProvider = null!;
            options.Events["every.lifetme"] = new EventOptions { HandlerTimeout = TimeSpan.Zero };
        });
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Aborted));

        Assert.Equal(
            "Workers is -1 (it must be at least 1); Events[every.lifetme].HandlerTimeout is 00:00:00 (it must be more than zero); "
            + "TimeProvider is null (leave it at TimeProvider.System); Events[every.lifetme] is no event of this bus (did you mean 'every.lifetime'?)",
            refusal.Message);
    }

    [Fact]
    public async Task Start_WithOneOptionThatCannotWork_SaysItInASentence()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop(static options => options.Workers = -1);
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Aborted));

        Assert.Equal("Workers is -1; it must be at least 1.", refusal.Message);
    }

    [Fact]
    public async Task AddEventGen_Twice_AddsToOneBus()
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddEventGen(static options => (options.QueueCapacity, options.Source) = (3, "first"));
        builder.Services.AddEventGen(static options => options.Source = "second").AddPublisher<LedgerPublisher>();
        using var host = await builder.StartAsync();

        Assert.Single(host.Services.GetServices<EventBus>());
        Assert.Equal(3, host.Bus().GetHealth().QueueCapacity);
        await host.Bus().Topic<PublishedToLedgerEvent>().InvokeAsync(new PublishedToLedgerEvent(1), Aborted);
        await host.Bus().Topic<EveryLifetimeEvent>().InvokeAsync(new EveryLifetimeEvent("P1"), Aborted);
        Assert.Single(host.Journal().Entries, "ledger: published.to.ledger from second");
        Assert.Single(host.Journal().Entries, "singleton P1");
    }

    private static async Task<string?> SourceOfAsync(IHost host) => (await ContextAsync(host)).Metadata.Source;

    private static async Task<EventContext> ContextAsync(IHost host)
    {
        EventContext? seen = null;
        using var subscription = host.Bus().Topic<TextEvent>().Subscribe((_, context) => { seen = context; });
        await host.Bus().Topic<TextEvent>().InvokeAsync(new TextEvent("who?"), Aborted);
        return seen!;
    }
}
