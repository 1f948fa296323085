using EventGen;
using EventGen.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the event bus to a container.</summary>
public static class EventGenServiceCollectionExtensions
{
    /// <summary>
    /// Adds the event bus with the events and handlers of the executable and of every module it references. The host
    /// starts it before its other services and drains it after them.
    /// </summary>
    /// <remarks>
    /// Registers <see cref="EventBus"/>, each <see cref="EventTopic{T}"/> and <see cref="EventGroup{T}"/> and the handler classes. A handler class that is
    /// registered already keeps its registration. Calling it again adds to what the first call set up.
    /// </remarks>
    /// <param name="services">The container.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>Adds modules and publishers.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static EventGenBuilder AddEventGen(this IServiceCollection services, Action<EventBusOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null) services.Configure(configure);

        if (services.Select(static service => service.ImplementationInstance).OfType<HostedBus>().FirstOrDefault() is { } earlier)
            return new EventGenBuilder(services, earlier);

        var hosted = new HostedBus(services);
        services.AddSingleton(hosted);
        services.AddOptions<EventBusOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventBusOptions>, EventBusOptionsValidator>());
        services.AddSingleton(static provider => provider.GetRequiredService<HostedBus>().Create(provider));
        services.AddSingleton<IHostedService, EventBusHostedService>();

        var builder = new EventGenBuilder(services, hosted);
        foreach (var module in EventBus.DefaultModules) builder.AddModule(module);
        return builder;
    }

    /// <summary>Adds the event bus, with settings from the section <c>EventGen</c> of the configuration.</summary>
    /// <inheritdoc cref="AddEventGen(IServiceCollection, Action{EventBusOptions}?)"/>
    /// <param name="services">The container.</param>
    /// <param name="configuration">The application's configuration, or its section <c>EventGen</c>.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    public static EventGenBuilder AddEventGen(
        this IServiceCollection services, IConfiguration configuration, Action<EventBusOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration is IConfigurationSection { Key: var key } own && string.Equals(key, EventBusConfiguration.SectionName, StringComparison.OrdinalIgnoreCase)
            ? own
            : configuration.GetSection(EventBusConfiguration.SectionName);
        services.AddSingleton(new ConfiguredSection(section));

        // For the packages that read a part of it, such as the outbox: the container may have no configuration, or another one.
        services.AddSingleton(section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventBusStartCheck, PublisherSectionCheck>());
        services.AddOptions<EventBusOptions>().Configure(options => EventBusConfiguration.Apply(section, options, []));
        return services.AddEventGen(configure);
    }
}
