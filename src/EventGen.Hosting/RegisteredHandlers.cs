using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventGen.Hosting;

/// <summary>
/// Finds handler classes of which the container has an instance under another name: a hosted service, or the service behind an
/// interface. That instance handles the events, instead of one more.
/// </summary>
/// <param name="services">All registrations of the container.</param>
/// <param name="own">Those of the bus, which nobody else uses.</param>
/// <param name="provider">The container.</param>
internal sealed class RegisteredHandlers(IServiceCollection services, IReadOnlySet<ServiceDescriptor> own, IServiceProvider provider)
{
    private readonly ILogger? _logger = provider.GetService<ILoggerFactory>()?.CreateLogger("EventGen");

    // The host has made them all when the bus starts, so asking makes none.
    private readonly Lazy<ILookup<Type, IHostedService>> _hosted = new(() => provider.GetServices<IHostedService>().ToLookup(static service => service.GetType()));

    /// <summary>Where the handlers of a class come from. Called when the bus starts.</summary>
    /// <returns><see langword="null"/> for a class that the container has under no other name, or several times.</returns>
    public Func<IServiceProvider?, object?>? Find(Type handler, HandlerLifetime lifetime)
    {
        var registrations = services.Where(static service => !service.IsKeyedService).ToList();
        var singles = Singles(handler, registrations);
        var scoped = lifetime == HandlerLifetime.Scoped ? Scoped(handler, registrations) : [];
        switch (singles.Names.Count, scoped.Count)
        {
            case (0, 0):
                return null;
            case (_, 0) when singles is { Instances: { Count: 1 } instances, HasMore: false }:
                object instance = instances.First();
                return _ => instance;
            case (0, 1) when !registrations.Exists(service => service.ServiceType == handler && !own.Contains(service)):
                var name = scoped[0].ServiceType;
                return attempt => attempt?.GetService(name);
            default:
                string names = string.Join(", ", [.. singles.Names, .. scoped.Select(static service => service.ServiceType.Name)]);
                _logger?.HandlerRegisteredTwice(handler.FullName!, names, singles.Names.Count > 0 ? "AddSingleton" : "AddScoped", handler.Name);
                return null;
        }
    }

    // One that a later registration of its name hides is reached by nobody who asks for one service.
    private static List<ServiceDescriptor> Scoped(Type handler, List<ServiceDescriptor> registrations) => registrations.FindAll(service =>
        service.Lifetime == ServiceLifetime.Scoped && service.ImplementationType == handler && service.ServiceType != handler
        && registrations.FindLast(other => other.ServiceType == service.ServiceType) == service);

    private RegisteredInstances Singles(Type handler, List<ServiceDescriptor> registrations)
    {
        var found = new RegisteredInstances();
        foreach (object service in _hosted.Value[handler]) found.Add(nameof(IHostedService), service);
        foreach (var service in registrations.Where(service => service.ServiceType != handler && service.ServiceType != typeof(IHostedService)))
        {
            if (service.ImplementationInstance?.GetType() == handler)
            {
                found.Add(service.ServiceType.Name, service.ImplementationInstance);
            }
            else if (service.ImplementationType == handler && service.Lifetime == ServiceLifetime.Singleton)
            {
                // A later registration of the same name hides it.
                object? instance = provider.GetService(service.ServiceType);
                found.Add(service.ServiceType.Name, instance?.GetType() == handler ? instance : null);
            }
        }

        if (found.Names.Count > 0 && registrations.FindLast(service => service.ServiceType == handler && !own.Contains(service)) is { } registered)
        {
            if (registered.Lifetime == ServiceLifetime.Singleton) found.Instances.Add(provider.GetRequiredService(handler));
            else found.HasMore = true;
        }

        return found;
    }
}
