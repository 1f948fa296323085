using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting;

/// <summary>What the container's bus will be made of.</summary>
internal sealed class HostedBus
{
    public List<EventModule> Modules { get; } = [];

    public List<Func<IServiceProvider, IEventPublisher>> Publishers { get; } = [];

    public EventBus Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<EventBusOptions>>().Value;
        options.Source ??= services.GetService<IHostEnvironment>()?.ApplicationName;
        if (options.TimeProvider == TimeProvider.System) options.TimeProvider = services.GetService<TimeProvider>() ?? options.TimeProvider;

        var interceptor = services.GetService<IHostedBusInterceptor>();
        List<IEventPublisher> made = [];
        try
        {
            var created = EventBus.Create(bus =>
            {
                bus.UseOptions(options).UseServices(services);
                if (services.GetService<ILoggerFactory>() is { } loggers) bus.UseLogging(loggers);
                foreach (var source in services.GetServices<IEventMetadataSource>()) bus.AddMetadataSource(source);
                foreach (var module in Modules) bus.AddModule(module);
                foreach (var create in interceptor is null ? Publishers : [])
                {
                    made.Add(create(services));
                    bus.AddPublisher(made[^1]);
                }

                interceptor?.Configure(bus);
            });
            interceptor?.Made(created);
            return created;
        }
        catch
        {
            // No bus owns them now.
            foreach (var publisher in made) publisher.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }
}
