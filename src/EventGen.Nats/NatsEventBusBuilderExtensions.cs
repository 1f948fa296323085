using EventGen.Nats;
using Microsoft.Extensions.Configuration;

namespace EventGen;

/// <summary>Adds NATS to an event bus.</summary>
public static class NatsEventBusBuilderExtensions
{
    /// <summary>Adds a NATS publisher. Settings that cannot work fail the start of the host, or <see cref="EventBus.Create"/>, with one message that lists all faults of this publisher.</summary>
    /// <typeparam name="TBuilder">The builder, which is returned.</typeparam>
    /// <param name="builder">Says what the bus is made of.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("nats")]</c>.</param>
    /// <param name="configure">Says where NATS is, and how it is used.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static TBuilder AddNats<TBuilder>(this TBuilder builder, string name, Action<NatsOptions> configure)
        where TBuilder : IEventBusBuilder =>
        builder.AddTransport(name, configure, static (name, options) => new NatsTransport(name, options));

    /// <summary>
    /// Adds a NATS publisher with settings from a configuration: <c>EventGen:NatsAddress</c> and <c>EventGen:NatsStream</c> hold for
    /// every NATS publisher, those of <see cref="NatsOptions"/> in <c>EventGen:Publishers:&lt;name&gt;</c> for the one of that name.
    /// </summary>
    /// <inheritdoc cref="AddNats{TBuilder}(TBuilder, string, Action{NatsOptions})"/>
    /// <param name="builder">Adds to the bus.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("nats")]</c>.</param>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    public static TBuilder AddNats<TBuilder>(this TBuilder builder, string name, IConfiguration configuration, Action<NatsOptions>? configure = null)
        where TBuilder : IEventBusBuilder =>
        builder.AddTransport(name, configuration, NatsConfiguration.Settings, configure, static (name, options) => new NatsTransport(name, options));
}
