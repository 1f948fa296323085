using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.Outbox.Tests;

/// <summary>One process of an application: a bus over a store, on a manual clock.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Shop(ServiceProvider services, EventBus bus, MemoryPublisher broker) => (_services, Bus, Broker) = (services, bus, broker);

    public EventBus Bus { get; }

    public MemoryPublisher Broker { get; }

    /// <summary>Makes a process; not started.</summary>
    public static Shop Create(IOutboxStore store, ManualTimeProvider clock, string instance = "a", Action<OutboxOptions>? configure = null, Action<EventBusOptions>? bus = null, ILoggerFactory? loggers = null, IEventPublisher? publisher = null)
    {
        var broker = new MemoryPublisher("broker");
        var services = new ServiceCollection();
        services.AddEventGen(options =>
            {
                options.Source = "shop";
                options.TimeProvider = clock;
                options.DrainTimeout = TimeSpan.FromSeconds(5);
                bus?.Invoke(options);
            })
            .AddModule(OutboxTestsModule)
            .AddPublisher(publisher ?? broker)
            .AddOutbox((_, _) => store, options =>
            {
                options.Instance = instance;
                configure?.Invoke(options);
            });
        if (loggers is not null) services.AddSingleton(loggers);
        var provider = services.BuildServiceProvider();
        return new Shop(provider, provider.GetRequiredService<EventBus>(), broker);
    }

    public static async Task<Shop> StartAsync(IOutboxStore store, ManualTimeProvider clock, string instance = "a", Action<OutboxOptions>? configure = null, Action<EventBusOptions>? bus = null)
    {
        var shop = Create(store, clock, instance, configure, bus);
        await shop.Bus.StartAsync(TestContext.Current.CancellationToken);
        return shop;
    }

    private static EventModule OutboxTestsModule => EventGenOutboxTestsEventModule.Instance;

    /// <summary>Moves the clock on until something is so.</summary>
    public static Task AdvanceUntilAsync(ManualTimeProvider clock, Func<bool> condition, TimeSpan? step = null, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string waitedFor = "") =>
        Eventually.TrueAsync(
            () =>
            {
                if (condition()) return true;
                clock.Advance(step ?? TimeSpan.FromMilliseconds(50));
                return condition();
            },
            waitedFor: waitedFor);

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
