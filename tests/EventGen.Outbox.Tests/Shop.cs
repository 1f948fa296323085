using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.Outbox.Tests;

/// <summary>One process of an application: a bus over a store, on a manual clock.</summary>
internal sealed class Shop : IAsyncDisposable
{
    // How long a relay may take, of real time, over what a timer has woken it for.
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(100);

    // Of real time. A crash takes the relays many turns; only a test that fails waits for it.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

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
    /// <remarks>
    /// On a busy machine the clock would run ahead of the relays: their leases would end before they have had a turn of the processor. A relay that a timer has woken sets one again when it has
    /// nothing left to do, so the clock waits for that between its steps; not for long, since some timers are for one time.
    /// </remarks>
    public static async Task AdvanceUntilAsync(ManualTimeProvider clock, Func<bool> condition, TimeSpan? step = null, [CallerArgumentExpression(nameof(condition))] string waitedFor = "")
    {
        int timers = 0;
        long steppedAt = 0;
        await Eventually.TrueAsync(
            () =>
            {
                if (condition()) return true;
                if (clock.PendingTimers < timers && Stopwatch.GetElapsedTime(steppedAt) < s_turn) return false;
                (timers, steppedAt) = (clock.PendingTimers, Stopwatch.GetTimestamp());
                clock.Advance(step ?? TimeSpan.FromMilliseconds(50));
                return condition();
            },
            s_patience,
            waitedFor);
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
