using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting;

/// <summary>What the container's bus will be made of.</summary>
/// <param name="services">All registrations of the container.</param>
internal sealed class HostedBus(IServiceCollection services)
{
    public List<EventModule> Modules { get; } = [];

    /// <summary>The registrations of the modules: those that the container has not from the application are used by the bus alone.</summary>
    public HashSet<ServiceDescriptor> OwnServices { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Apart from the other parts, for a bus under test is made without the application's publishers.</summary>
    public List<Action<EventBusBuilder>> Publishers { get; } = [];

    public List<Action<EventBusBuilder>> Parts { get; } = [];

    public EventBus Create(IServiceProvider provider)
    {
        try
        {
            return Make(provider);
        }
        catch (Exception exception) when (exception is OptionsValidationException or ArgumentException)
        {
            // Whoever asks for the bus before the host has started, as the management endpoints do, is told everything that the start would be: else each mended setting leads to the next.
            provider.GetService<IStartupValidator>()?.Validate();
            throw;
        }
    }

    private EventBus Make(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<EventBusOptions>>().Value;
        options.Source ??= provider.GetService<IHostEnvironment>()?.ApplicationName;
        if (options.TimeProvider == TimeProvider.System) options.TimeProvider = provider.GetService<TimeProvider>() ?? options.TimeProvider;

        var interceptor = provider.GetService<IHostedBusInterceptor>();
        var handlers = new RegisteredHandlers(services, OwnServices, provider);
        var created = EventBus.Create(bus =>
        {
            bus.UseOptions(options).UseServices(provider).UseHandlers(handlers.Find);
            if (provider.GetService<ILoggerFactory>() is { } loggers) bus.UseLogging(loggers);
            foreach (var source in provider.GetServices<IEventMetadataSource>()) bus.AddMetadataSource(source);
            foreach (var module in Modules) bus.AddModule(module);
            foreach (var part in Parts) part(bus);
            foreach (var publisher in interceptor is null ? Publishers : []) publisher(bus);
            interceptor?.Configure(bus);
        });
        interceptor?.Created(created);
        return created;
    }
}
