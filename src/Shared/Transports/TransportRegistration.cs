using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EventGen;

/// <summary>Adds a transport to a bus, in a host or without one. Compiled into each transport.</summary>
internal static class TransportRegistration
{
    /// <param name="builder">Adds to the bus.</param>
    /// <param name="name">The publisher's name.</param>
    /// <param name="configure">Changes the settings from their defaults.</param>
    /// <param name="create">Makes the publisher from the settings.</param>
    public static TBuilder AddTransport<TBuilder, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this TBuilder builder, string name, Action<TOptions> configure, Func<string, TOptions, IEventPublisher> create)
        where TBuilder : IEventBusBuilder
        where TOptions : class, ITransportOptions, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        NameRule.Check(name, nameof(name));
        ArgumentNullException.ThrowIfNull(configure);
        if (builder.Services is { } container)
        {
            // Validated with everything else that the host starts with.
            container.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TransportOptions<TOptions>>());
            container.AddOptions<TOptions>(name).Configure(configure).ValidateOnStart();
            builder.AddPublisher(services => create(name, services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name)));
        }
        else
        {
            builder.AddPublisher(_ => create(name, Configured(configure)));
        }

        return builder;
    }

    /// <param name="builder">Adds to the bus.</param>
    /// <param name="name">The publisher's name.</param>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="settings">What a configuration may have.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    /// <param name="create">Makes the publisher from the settings.</param>
    public static TBuilder AddTransport<TBuilder, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this TBuilder builder, string name, IConfiguration configuration, TransportSettings<TOptions> settings, Action<TOptions>? configure, Func<string, TOptions, IEventPublisher> create)
        where TBuilder : IEventBusBuilder
        where TOptions : class, ITransportOptions, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.AddTransport<TBuilder, TOptions>(
            name,
            options =>
            {
                settings.Apply(configuration, name, options);
                configure?.Invoke(options);
            },
            create);
    }

    /// <summary>The settings that a caller changes from their defaults.</summary>
    public static TOptions Configured<TOptions>(Action<TOptions> configure)
        where TOptions : new()
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new TOptions();
        configure(options);
        return options;
    }
}
