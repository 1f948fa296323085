using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting;

/// <summary>
/// Finds handler classes of which the container has an instance under another name: a hosted service, or the singleton behind an
/// interface. That instance handles the events, instead of one more.
/// </summary>
/// <param name="services">All registrations of the container.</param>
internal sealed class RegisteredHandlers(IServiceCollection services)
{
    /// <summary>Gives the bus these instances. Called when the host has made its services and the bus has not started.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="classes">Its handler classes.</param>
    /// <param name="provider">The container.</param>
    public void AdoptInto(EventBus bus, IEnumerable<HandlerClass> classes, IServiceProvider provider)
    {
        // The host has made them all, so asking makes none.
        var hosted = provider.GetServices<IHostedService>().ToLookup(static service => service.GetType());
        var adopted = new Dictionary<Type, object>();
        foreach (var handler in classes)
        {
            var found = Find(handler, hosted[handler.Type], provider);
            if (found.Others.Count == 0) continue;
            if (found.Instances.Count == 1 && !found.HasMore) adopted.Add(handler.Type, found.Instances.First());
            else bus.Logger.HandlerRegisteredTwice(handler.Type.FullName!, string.Join(", ", found.Others), handler.Type.Name);
        }

        bus.Instances.Adopt(adopted);
    }

    private Findings Find(HandlerClass handler, IEnumerable<object> hosted, IServiceProvider provider)
    {
        var findings = new Findings();
        foreach (object service in hosted) findings.Add(nameof(IHostedService), service);
        foreach (var service in services.Where(static service => !service.IsKeyedService && service.ServiceType != typeof(IHostedService)))
        {
            if (service.ServiceType == handler.Type)
            {
                // The bus's own registration is used by nobody else.
                if (!handler.Create.Equals(service.ImplementationFactory)) findings.Own = service;
            }
            else if (service.ImplementationInstance?.GetType() == handler.Type)
            {
                findings.Add(service.ServiceType.Name, service.ImplementationInstance);
            }
            else if (service.ImplementationType == handler.Type && service.Lifetime == ServiceLifetime.Singleton)
            {
                // A later registration of the same name hides it.
                object? instance = provider.GetService(service.ServiceType);
                findings.Add(service.ServiceType.Name, instance?.GetType() == handler.Type ? instance : null);
            }
        }

        if (findings is { Own: { } own, Others.Count: > 0 })
        {
            if (own.Lifetime == ServiceLifetime.Singleton) findings.Instances.Add(provider.GetRequiredService(handler.Type));
            else findings.HasMore = true;
        }

        return findings;
    }

    private sealed class Findings
    {
        /// <summary>The application's registration of the class itself.</summary>
        public ServiceDescriptor? Own { get; set; }

        /// <summary>The other names under which the class is registered.</summary>
        public List<string> Others { get; } = [];

        /// <summary>The instances that are known.</summary>
        public HashSet<object> Instances { get; } = new(ReferenceEqualityComparer.Instance);

        /// <summary>Whether there are, or will be, instances that are not known.</summary>
        public bool HasMore { get; set; }

        public void Add(string name, object? instance)
        {
            Others.Add(name);
            if (instance is null) HasMore = true;
            else Instances.Add(instance);
        }
    }
}
