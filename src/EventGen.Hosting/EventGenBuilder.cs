using System.Diagnostics.CodeAnalysis;
using EventGen.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventGen;

/// <summary>Adds to the container's event bus. Not thread safe.</summary>
public sealed class EventGenBuilder
{
    private readonly HostedBus _bus;

    internal EventGenBuilder(IServiceCollection services, HostedBus bus) => (Services, _bus) = (services, bus);

    /// <summary>The container.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Adds a module, with those it references: their events for injection, their handlers to the container. The
    /// executable's own modules are there already.
    /// </summary>
    /// <param name="module">A generated module, such as <c>ShopEventModule.Instance</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="module"/> is <see langword="null"/>.</exception>
    public EventGenBuilder AddModule(EventModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        _bus.Modules.Add(module);

        var registry = new EventRegistry();
        registry.Add(module);
        foreach (var entry in registry.Events)
            Services.TryAdd(ServiceDescriptor.Singleton(entry.Definition.TopicType, provider => entry.Definition.TopicOf(provider.GetRequiredService<EventBus>())));
        foreach (var group in registry.Groups)
            Services.TryAdd(ServiceDescriptor.Singleton(group.ServiceType, provider => group.GroupOf(provider.GetRequiredService<EventBus>())));
        foreach (var handler in registry.HandlerClasses)
        {
            Services.TryAdd(handler.Lifetime == HandlerLifetime.Singleton
                ? ServiceDescriptor.Singleton(handler.Type, handler.Create)
                : ServiceDescriptor.Scoped(handler.Type, handler.Create));
        }

        return this;
    }

    /// <summary>Adds a publisher; the bus owns it and disposes it once it has stopped.</summary>
    /// <param name="publisher">Answers to its <see cref="IEventPublisher.Name"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="publisher"/> is <see langword="null"/>.</exception>
    public EventGenBuilder AddPublisher(IEventPublisher publisher)
    {
        ArgumentNullException.ThrowIfNull(publisher);
        return AddPublisher(_ => publisher);
    }

    /// <summary>Adds a publisher that needs services; the bus owns it and disposes it once it has stopped.</summary>
    /// <param name="create">Makes the publisher when the bus is made.</param>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is <see langword="null"/>.</exception>
    public EventGenBuilder AddPublisher(Func<IServiceProvider, IEventPublisher> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _bus.Publishers.Add(create);
        return this;
    }

    /// <summary>Adds a publisher whose constructor takes services; the bus owns it and disposes it once it has stopped.</summary>
    /// <typeparam name="TPublisher">The publisher.</typeparam>
    public EventGenBuilder AddPublisher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPublisher>()
        where TPublisher : IEventPublisher =>
        AddPublisher(static services => ActivatorUtilities.CreateInstance<TPublisher>(services));
}
