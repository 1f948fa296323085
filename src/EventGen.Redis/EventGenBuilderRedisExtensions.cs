using EventGen.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EventGen;

/// <summary>Adds Redis to the container's event bus.</summary>
public static class EventGenBuilderRedisExtensions
{
    /// <summary>Adds a Redis publisher. Settings that cannot work fail the start of the host, all of them in one message.</summary>
    /// <param name="builder">Adds to the bus.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("redis")]</c>.</param>
    /// <param name="configure">Says where Redis is, and how it is used.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static EventGenBuilder AddRedis(this EventGenBuilder builder, string name, Action<RedisOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(builder, name, configure);
    }

    /// <summary>
    /// Adds a Redis publisher with settings from a configuration: <c>EventGen:RedisAddress</c> and <c>EventGen:RedisChannel</c> hold for
    /// every Redis publisher, those of <see cref="RedisOptions"/> in <c>EventGen:Publishers:&lt;name&gt;</c> for the one of that name.
    /// </summary>
    /// <inheritdoc cref="AddRedis(EventGenBuilder, string, Action{RedisOptions})"/>
    /// <param name="builder">Adds to the bus.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("redis")]</c>.</param>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    public static EventGenBuilder AddRedis(this EventGenBuilder builder, string name, IConfiguration configuration, Action<RedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(builder, name, options =>
        {
            RedisConfiguration.Apply(configuration, name, options);
            configure?.Invoke(options);
        });
    }

    private static EventGenBuilder Add(EventGenBuilder builder, string name, Action<RedisOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>());
        builder.Services.AddOptions<RedisOptions>(name).Configure(configure).ValidateOnStart();
        return builder.AddPublisher(services => new RedisTransport(name, services.GetRequiredService<IOptionsMonitor<RedisOptions>>().Get(name)));
    }
}
