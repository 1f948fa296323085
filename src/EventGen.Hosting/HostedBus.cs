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

    /// <summary>Apart from the other parts, for a bus under test is made without the application's publishers.</summary>
    public List<Action<EventBusParts, IServiceProvider>> Publishers { get; } = [];

    public List<Action<EventBusParts, IServiceProvider>> Parts { get; } = [];

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

        var interceptor = services.GetService<IHostedBusInterceptor>();
        var created = EventBus.Create(bus =>
        {
            bus.UseOptions(options).UseServices(services);
            if (services.GetService<ILoggerFactory>() is { } loggers) bus.UseLogging(loggers);
            foreach (var source in services.GetServices<IEventMetadataSource>()) bus.AddMetadataSource(source);
            foreach (var module in Modules) bus.AddModule(module);
            bus.Add(Parts);
            if (interceptor is null) bus.Add(Publishers);
            interceptor?.Configure(bus);
        });
        interceptor?.Made(created);
        return created;
    }
}
