using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using EventGen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting.Tests;

public sealed class LifetimeTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_BeforeAnyOtherHostedService_StartsTheWorkers()
    {
        var builder = ShopHost.CreateBuilder();
        var handled = new TaskCompletionSource();

        // Registered first, so that it would also start first.
        builder.Services.AddSingleton<IHostedService>(static services => services.GetRequiredKeyedService<CallbackHostedService>("early"));
        builder.Services.AddKeyedSingleton("early", (services, _) => new CallbackHostedService
        {
            OnStart = async cancellationToken =>
            {
                var topic = services.GetRequiredService<EventTopic<TextEvent>>();
                topic.Subscribe((TextEvent _) =>
                {
                    handled.SetResult();
                    return default(ValueTask);
                });
                await topic.EmitAsync(new TextEvent("opening"), cancellationToken);
                await Deadline.WithinAsync(handled.Task, "a worker");
            },
        });
        builder.AddShop();
        using var host = await builder.StartAsync();

        Assert.True(handled.Task.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_EventsThatHostedServicesEmitWhileTheyStop_AreHandled(bool registeredFirst)
    {
        var builder = ShopHost.CreateBuilder();
        if (!registeredFirst) builder.AddShop();
        builder.Services.AddSingleton<IHostedService>(static services => new CallbackHostedService
        {
            OnStop = async cancellationToken =>
            {
                var topic = services.GetRequiredService<EventTopic<EveryLifetimeEvent>>();
                await topic.EmitAsync(new EveryLifetimeEvent("P1"), cancellationToken);
                topic.Emit(new EveryLifetimeEvent("P2"));
            },
        });
        if (registeredFirst) builder.AddShop();
        using var host = await builder.StartAsync();

        await host.StopAsync(Aborted);

        string[] handled = [.. host.Journal().Entries.Where(static entry => entry.StartsWith("constructor P", StringComparison.Ordinal)).Select(static entry => entry[.."constructor P1".Length]).Order()];
        Assert.Equal(["constructor P1", "constructor P2"], handled);
        Assert.Throws<EventBusStoppedException>(() => host.Bus().Topic<EveryLifetimeEvent>().Emit(new EveryLifetimeEvent("P3")));
    }

    [Fact]
    public async Task StopApplication_WhileEventsAreQueued_EndsTheHostWhenTheyAreHandled()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop(static options => options.Workers = 2);
        using var host = await builder.StartAsync();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var gate = new AsyncGate(expected: 2);
        int handled = 0;
        host.Bus().Topic<TextEvent>().Subscribe(async (TextEvent _) =>
        {
            await gate.PassAsync();
            Interlocked.Increment(ref handled);
        });
        for (int i = 0; i < 50; i++) await host.Bus().Topic<TextEvent>().EmitAsync(new TextEvent($"{i}"), Aborted);
        await gate.Reached;

        // What SIGTERM does.
        var ended = host.WaitForShutdownAsync(Aborted);
        lifetime.StopApplication();
        gate.Open();
        await Deadline.WithinAsync(ended, "the host's end");

        Assert.Equal(50, handled);
    }

    [Fact]
    public async Task Stop_WhenTheHostGivesUp_CancelsTheHandlersTokens()
    {
        var builder = ShopHost.CreateBuilder();
        builder.AddShop();
        using var host = await builder.StartAsync();
        var gate = new AsyncGate();
        var cancelled = new TaskCompletionSource();
        host.Bus().Topic<TextEvent>().Subscribe(async (TextEvent _, CancellationToken token) =>
        {
            token.Register(cancelled.SetResult);
            await gate.PassAsync(token);
        });
        await host.Bus().Topic<TextEvent>().EmitAsync(new TextEvent("endless"), Aborted);
        await gate.Reached;

        await host.StopAsync(new CancellationToken(canceled: true));

        await Deadline.WithinAsync(cancelled.Task, "the token");
    }

    [Fact]
    public async Task Stop_AfterTheDrainTimeout_CancelsTheHandlersTokens()
    {
        var clock = new ManualTimeProvider();
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddShop(static options => options.DrainTimeout = TimeSpan.FromSeconds(20));
        using var host = await builder.StartAsync();
        var gate = new AsyncGate();
        var cancelled = new TaskCompletionSource();
        host.Bus().Topic<TextEvent>().Subscribe(async (TextEvent _, CancellationToken token) =>
        {
            token.Register(cancelled.SetResult);
            await gate.PassAsync(token);
        });
        await host.Bus().Topic<TextEvent>().EmitAsync(new TextEvent("endless"), Aborted);
        await gate.Reached;

        var stopped = host.StopAsync(Aborted);
        await clock.WhenPendingAsync(1, Aborted);
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(1, clock.PendingTimers);   // the drain still waits
        clock.Advance(TimeSpan.FromSeconds(1));
        await Deadline.WithinAsync(cancelled.Task, "the token");
        await Deadline.WithinAsync(stopped, "the host's end");
    }

    [Fact]
    public async Task Dispose_OfTheContainerWithoutAHost_DrainsTheBusAndClosesItsPublishersOnce()
    {
        var journal = new Journal();
        var services = new ServiceCollection().AddSingleton(journal).AddScoped<ScopedService>();
        services.AddEventGen().AddPublisher<LedgerPublisher>();
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        var bus = provider.GetRequiredService<EventBus>();
        await bus.StartAsync(Aborted);
        int handled = 0;
        bus.Topic<TextEvent>().Subscribe(async (TextEvent _) =>
        {
            await Task.Yield();
            Interlocked.Increment(ref handled);
        });
        for (int i = 0; i < 50; i++) await bus.Topic<TextEvent>().EmitAsync(new TextEvent($"{i}"), Aborted);

        provider.Dispose();

        Assert.Equal(50, handled);
        Assert.Equal(["singleton begins", "singleton ends", "ledger ends"], journal.Entries);
    }
}
