using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting;

/// <summary>What the container's bus will be made of.</summary>
/// <param name="services">All registrations of the container.</param>
internal sealed class HostedBus(IServiceCollection services)
{
    private readonly RegisteredHandlers _registered = new(services);

    public List<EventModule> Modules { get; } = [];

    public List<Func<IServiceProvider, IEventPublisher>> Publishers { get; } = [];

    /// <summary>Gives the bus the instances that the container has of its handler classes under other names.</summary>
    /// <param name="bus">The bus, not started.</param>
    /// <param name="provider">The container, with its hosted services made.</param>
    public void AdoptHandlers(EventBus bus, IServiceProvider provider)
    {
        var registry = new EventRegistry();
        foreach (var module in Modules) registry.Add(module);
        _registered.AdoptInto(bus, registry.HandlerClasses, provider);
    }

    public EventBus Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<EventBusOptions>>().Value;
        options.Source ??= services.GetService<IHostEnvironment>()?.ApplicationName;
        if (options.TimeProvider == TimeProvider.System) options.TimeProvider = services.GetService<TimeProvider>() ?? options.TimeProvider;

        List<IEventPublisher> made = [];
        try
        {
            return EventBus.Create(bus =>
            {
                bus.UseOptions(options).UseServices(services);
                if (services.GetService<ILoggerFactory>() is { } loggers) bus.UseLogging(loggers);
                foreach (var source in services.GetServices<IEventMetadataSource>()) bus.AddMetadataSource(source);
                foreach (var module in Modules) bus.AddModule(module);
                foreach (var create in Publishers)
                {
                    made.Add(create(services));
                    bus.AddPublisher(made[^1]);
                }
            });
        }
        catch
        {
            // No bus owns them now.
            foreach (var publisher in made) Close(publisher, services);
            throw;
        }
    }

    // What it throws must not take the place of why there is no bus.
    private static void Close(IEventPublisher publisher, IServiceProvider services)
    {
        try
        {
            publisher.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            if (services.GetService<ILoggerFactory>() is { } loggers) new GuardedLogger(loggers.CreateLogger("EventGen")).PublisherCloseFailed(exception, publisher.GetType().Name);
        }
    }
}
