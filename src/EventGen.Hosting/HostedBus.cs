using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting;

/// <summary>What the container's bus will be made of.</summary>
/// <param name="services">All registrations of the container.</param>
internal sealed class HostedBus(IServiceCollection services)
{
    // How long publishers may take to close when there is no bus after all.
    private static readonly TimeSpan s_closing = TimeSpan.FromSeconds(5);

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
            // No bus owns them now. What they throw, or how long they take, must not hide why there is none.
            Task closing = Task.WhenAll(made.Select(publisher => Task.Run(() => CloseAsync(publisher, services))));
            ((IAsyncResult)closing).AsyncWaitHandle.WaitOne(s_closing);
            throw;
        }
    }

    private static async Task CloseAsync(IEventPublisher publisher, IServiceProvider services)
    {
        try
        {
            await publisher.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (services.GetService<ILoggerFactory>() is { } loggers) new GuardedLogger(loggers.CreateLogger("EventGen")).PublisherCloseFailed(exception, publisher.GetType().Name);
        }
    }
}
