using EventGen.Testing.Tests.Shop;
using EventGen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventGen.Testing.Tests.Hosting;

public sealed class HostTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UseTestEventBus_BeforeOrAfterAddEventGen_RecordsWhatTheHostEmits(bool before)
    {
        var builder = CreateBuilder();
        if (before) builder.Services.UseTestEventBus();
        builder.Services.AddEventGen(static options => options.Workers = 1).AddPublisher(static _ => throw new InvalidOperationException("no broker"));
        if (!before) builder.Services.UseTestEventBus();
        builder.Services.AddHostedService<Clock>();
        using var host = builder.Build();
        await host.StartAsync(Aborted);
        var bus = host.Services.GetRequiredService<TestEventBus>();

        await bus.WaitForAsync<Tick>(static tick => tick.Number == 3, Aborted);
        await bus.WhenIdleAsync(Aborted);

        Assert.Equal([1, 2, 3], bus.Emitted<Tick>().Select(static tick => tick.Number));
        Assert.Same(bus.Bus, host.Services.GetRequiredService<EventBus>());
        Assert.Same(bus.Topic<Tick>(), host.Services.GetRequiredService<EventTopic<Tick>>());
        await host.StopAsync(Aborted);
    }

    [Fact]
    public async Task UseTestEventBus_InHostsThatRunAtTheSameTime_RecordsInEachItsOwn()
    {
        var all = new AsyncBarrier(8);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(
            async () =>
            {
                var builder = CreateBuilder();
                builder.Services.UseTestEventBus();
                builder.Services.AddSingleton<IHostedService>(new Ticker(number));
                using var host = builder.Build();
                await host.StartAsync(Aborted);
                var bus = host.Services.GetRequiredService<TestEventBus>();
                await all.SignalAndWaitAsync();

                using (bus.Use()) await Events.Tick.EmitAsync(new Tick(number), Aborted);
                await bus.WaitForAsync<Tick>(tick => tick.Number == number + 1000, Aborted);
                await bus.WhenIdleAsync(Aborted);

                Assert.Equal([number, number + 1000], bus.Emitted<Tick>().Select(static tick => tick.Number).Order());
                await all.SignalAndWaitAsync();
                await host.StopAsync(Aborted);
            },
            Aborted)));
    }

    [Fact]
    public async Task UseTestEventBus_Twice_AppliesBothSettings()
    {
        var sent = new MemoryPublisher("archive");
        var builder = CreateBuilder();
        builder.Services.UseTestEventBus(bus => bus.AddPublisher(sent));
        builder.Services.UseTestEventBus(static bus => bus.Configure(static options => options.QueueCapacity = 7).WithoutHandlers("receipts"));
        using var host = builder.Build();
        await host.StartAsync(Aborted);
        var bus = host.Services.GetRequiredService<TestEventBus>();

        await bus.Topic<OrderPlaced>().InvokeAsync(new OrderPlaced("c-1", 1m), Aborted);

        Assert.Equal(7, bus.GetHealth().QueueCapacity);
        Assert.Single(sent.Messages);
        Assert.Equal(["audit"], bus.Handled<OrderPlaced>().Select(static handled => handled.Handler));
        await host.StopAsync(Aborted);
    }

    [Fact]
    public async Task UseTestEventBus_WithoutAHost_GivesTopicsToServices()
    {
        var services = new ServiceCollection();
        services.UseTestEventBus();
        services.AddSingleton<Desk>();
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        var bus = provider.GetRequiredService<TestEventBus>();
        await bus.StartAsync(Aborted);

        await provider.GetRequiredService<Desk>().SellAsync("c-1");
        await bus.WhenIdleAsync(Aborted);

        bus.AssertHandled<OrderPlaced>("receipts");
    }

    [Fact]
    public async Task Container_WithAnotherBus_SaysWhatIsWrong()
    {
        var services = new ServiceCollection();
        services.UseTestEventBus();
        services.AddSingleton(EventBus.Null);
        await using var provider = services.BuildServiceProvider();

        var thrown = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<TestEventBus>());

        Assert.StartsWith("The container's EventBus is not the one that AddEventGen registers", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assertion_OfAHostThatDidNothing_SaysHowATestEmits()
    {
        var services = new ServiceCollection();
        services.UseTestEventBus();
        await using var provider = services.BuildServiceProvider();
        var bus = provider.GetRequiredService<TestEventBus>();

        var thrown = Assert.Throws<EventAssertionException>(() => bus.AssertEmitted<Tick>());

        Assert.Equal("tick was to be emitted. Nothing has happened. What emits outside of the host must run inside 'using (bus.Use())'.", thrown.Message);
    }

    [Fact]
    public void Container_ThatIsDisposedSynchronously_DisposesTheBus()
    {
        var services = new ServiceCollection();
        services.UseTestEventBus();
        TestEventBus bus;
        using (var provider = services.BuildServiceProvider()) bus = provider.GetRequiredService<TestEventBus>();

        Assert.Throws<EventBusStoppedException>(() => bus.Topic<Tick>().Emit(new Tick(1)));
    }

    private static HostApplicationBuilder CreateBuilder() =>
        Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "shop", DisableDefaults = true });

    /// <summary>A class that has a topic injected.</summary>
    private sealed class Desk(EventTopic<OrderPlaced> orders)
    {
        public async Task SellAsync(string customer) => await orders.EmitAsync(new OrderPlaced(customer, 1m));
    }

    /// <summary>Emits through the accessors while the host starts, from its own work, and after a wait.</summary>
    private sealed class Clock : BackgroundService
    {
        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            Events.Tick.Emit(new Tick(1));
            await base.StartAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Events.Tick.EmitAsync(new Tick(2), stoppingToken);
            await Task.Yield();
            await Task.Run(static () => Events.Tick.Emit(new Tick(3)), stoppingToken);
        }
    }

    private sealed class Ticker(int number) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            await Events.Tick.EmitAsync(new Tick(number + 1000), stoppingToken);
        }
    }
}
