using Microsoft.Extensions.DependencyInjection;

namespace EventGen;

/// <summary>What a container holds of a module. For hosts.</summary>
public static class EventModuleServices
{
    /// <summary>What a container registers of the module and of those it references: each topic, each group and each handler class.</summary>
    /// <remarks>
    /// Topics and groups are singletons that come from the container's <see cref="EventBus"/>. Handler classes have the lifetime that
    /// <see cref="SubscribeAttribute.Lifetime"/> says and are created without reflection. Add them with <c>TryAdd</c>, so that a registration of the application wins.
    /// </remarks>
    /// <param name="module">The module.</param>
    /// <exception cref="ArgumentNullException"><paramref name="module"/> is <see langword="null"/>.</exception>
    public static IReadOnlyList<ServiceDescriptor> DescribeServices(this EventModule module)
    {
        var registry = new EventRegistry();
        registry.Add(module);
        return
        [
            .. registry.Events.Select(static entry => ServiceDescriptor.Singleton(entry.Topics.TopicType, provider => entry.Topics.TopicOf(provider.GetRequiredService<EventBus>()))),
            .. registry.Groups.Select(static group => ServiceDescriptor.Singleton(group.ServiceType, provider => group.GroupOf(provider.GetRequiredService<EventBus>()))),
            .. registry.HandlerClasses.Select(static handler => handler.Lifetime == HandlerLifetime.Singleton
                ? ServiceDescriptor.Singleton(handler.Type, handler.Create)
                : ServiceDescriptor.Scoped(handler.Type, handler.Create)),
        ];
    }
}
