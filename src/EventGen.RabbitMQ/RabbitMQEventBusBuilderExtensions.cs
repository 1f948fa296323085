using EventGen.RabbitMQ;
using Microsoft.Extensions.Configuration;

namespace EventGen;

/// <summary>Adds RabbitMQ to an event bus.</summary>
public static class RabbitMQEventBusBuilderExtensions
{
    /// <summary>Adds a RabbitMQ publisher. Settings that cannot work fail the start of the host, or <see cref="EventBus.Create"/>, with one message that lists all faults of this publisher.</summary>
    /// <typeparam name="TBuilder">The builder, which is returned.</typeparam>
    /// <param name="builder">Says what the bus is made of.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("rabbitmq")]</c>.</param>
    /// <param name="configure">Says where RabbitMQ is, and how it is used.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static TBuilder AddRabbitMQ<TBuilder>(this TBuilder builder, string name, Action<RabbitMQOptions> configure)
        where TBuilder : IEventBusBuilder =>
        builder.AddTransport(name, configure, static (name, options) => new RabbitMQTransport(name, options));

    /// <summary>
    /// Adds a RabbitMQ publisher with settings from a configuration: <c>EventGen:RabbitMQAddress</c> and <c>EventGen:RabbitMQExchange</c> hold for
    /// every RabbitMQ publisher, those of <see cref="RabbitMQOptions"/> in <c>EventGen:Publishers:&lt;name&gt;</c> for the one of that name.
    /// </summary>
    /// <inheritdoc cref="AddRabbitMQ{TBuilder}(TBuilder, string, Action{RabbitMQOptions})"/>
    /// <param name="builder">Adds to the bus.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("rabbitmq")]</c>.</param>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    public static TBuilder AddRabbitMQ<TBuilder>(this TBuilder builder, string name, IConfiguration configuration, Action<RabbitMQOptions>? configure = null)
        where TBuilder : IEventBusBuilder =>
        builder.AddTransport(name, configuration, RabbitMQConfiguration.Settings, configure, static (name, options) => new RabbitMQTransport(name, options));
}
