using System.ComponentModel;
using EventGen.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen;

/// <summary>The events and handlers of one assembly, as its generated code hands them to a bus.</summary>
/// <remarks>Written by the generator; add one with <see cref="EventBusBuilder.AddModule"/>. Immutable and thread safe.</remarks>
/// <param name="name">The assembly's name.</param>
public abstract class EventModule(string name)
{
    /// <summary>The name of the assembly the module was generated for.</summary>
    public string Name { get; } = name;

    /// <summary>Adds the module's events and handlers, and first the modules of the assemblies it references.</summary>
    /// <param name="module">Collects them.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void Build(EventModuleBuilder module);

    // Generated modules override a protected member alike, whether or not the runtime shows them its internals.
    internal void BuildInto(EventModuleBuilder module) => Build(module);

    /// <summary>What a container registers of the module and of those it references: each topic, each group and each handler class.</summary>
    /// <remarks>
    /// For hosts. Topics and groups are singletons that come from the container's <see cref="EventBus"/>. Handler classes have the lifetime that
    /// <see cref="SubscribeAttribute.Lifetime"/> says and are created without reflection. Add them with <c>TryAdd</c>, so that a registration of the application wins.
    /// </remarks>
    public IReadOnlyList<ServiceDescriptor> DescribeServices()
    {
        var registry = new EventRegistry();
        registry.Add(this);
        return
        [
            .. registry.Events.Select(static entry => ServiceDescriptor.Singleton(entry.Definition.TopicType, provider => entry.Definition.TopicOf(provider.GetRequiredService<EventBus>()))),
            .. registry.Groups.Select(static group => ServiceDescriptor.Singleton(group.ServiceType, provider => group.GroupOf(provider.GetRequiredService<EventBus>()))),
            .. registry.HandlerClasses.Select(static handler => handler.Lifetime == HandlerLifetime.Singleton
                ? ServiceDescriptor.Singleton(handler.Type, handler.Create)
                : ServiceDescriptor.Scoped(handler.Type, handler.Create)),
        ];
    }

    /// <summary>The module's name.</summary>
    public override string ToString() => Name;
}
