using EventGen.Redis;
using Microsoft.Extensions.Configuration;

namespace EventGen;

/// <summary>Adds Redis to an event bus.</summary>
public static class RedisEventBusBuilderExtensions
{
    /// <summary>Adds a Redis publisher. Settings that cannot work fail the start of the host, or <see cref="EventBus.Create"/>, with one message that lists all faults of this publisher.</summary>
    /// <typeparam name="TBuilder">The builder, which is returned.</typeparam>
    /// <param name="builder">Says what the bus is made of.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("redis")]</c>.</param>
    /// <param name="configure">Says where Redis is, and how it is used.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static TBuilder AddRedis<TBuilder>(this TBuilder builder, string name, Action<RedisOptions> configure)
        where TBuilder : IEventBusBuilder =>
        builder.AddTransport(name, configure, static (name, options) => new RedisTransport(name, options));

    /// <summary>
    /// Adds a Redis publisher with settings from a configuration: <c>EventGen:RedisAddress</c> and <c>EventGen:RedisChannel</c> hold for
    /// every Redis publisher, those of <see cref="RedisOptions"/> in <c>EventGen:Publishers:&lt;name&gt;</c> for the one of that name.
    /// </summary>
    /// <inheritdoc cref="AddRedis{TBuilder}(TBuilder, string, Action{RedisOptions})"/>
    /// <param name="builder">Adds to the bus.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("redis")]</c>.</param>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    public static TBuilder AddRedis<TBuilder>(this TBuilder builder, string name, IConfiguration configuration, Action<RedisOptions>? configure = null)
        where TBuilder : IEventBusBuilder =>
        builder.AddTransport(name, configuration, RedisConfiguration.Settings, configure, static (name, options) => new RedisTransport(name, options));
}
