using EventGen.Kafka;
using Microsoft.Extensions.Configuration;

namespace EventGen;

/// <summary>Adds Kafka to an event bus.</summary>
public static class KafkaEventBusBuilderExtensions
{
    /// <summary>Adds a Kafka publisher. Settings that cannot work fail the start of the host, or <see cref="EventBus.Create"/>, with one message that lists all faults of this publisher.</summary>
    /// <typeparam name="TBuilder">The builder, which is returned.</typeparam>
    /// <param name="builder">Says what the bus is made of.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("kafka")]</c>.</param>
    /// <param name="configure">Says where Kafka is, and how it is used.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static TBuilder AddKafka<TBuilder>(this TBuilder builder, string name, Action<KafkaOptions> configure)
        where TBuilder : IEventBusBuilder =>
        builder.AddTransport(name, configure, static (name, options) => new KafkaTransport(name, options));

    /// <summary>
    /// Adds a Kafka publisher with settings from a configuration: <c>EventGen:KafkaServers</c> and <c>EventGen:KafkaTopic</c> hold for
    /// every Kafka publisher, those of <see cref="KafkaOptions"/> in <c>EventGen:Publishers:&lt;name&gt;</c> for the one of that name.
    /// </summary>
    /// <inheritdoc cref="AddKafka{TBuilder}(TBuilder, string, Action{KafkaOptions})"/>
    /// <param name="builder">Adds to the bus.</param>
    /// <param name="name">The name that events refer to, as in <c>[PublishTo("kafka")]</c>.</param>
    /// <param name="configuration">The application's configuration, its section <c>EventGen</c>, or a section of the publisher's own.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    public static TBuilder AddKafka<TBuilder>(this TBuilder builder, string name, IConfiguration configuration, Action<KafkaOptions>? configure = null)
        where TBuilder : IEventBusBuilder =>
        builder.AddTransport(name, configuration, KafkaConfiguration.Settings, configure, static (name, options) => new KafkaTransport(name, options));
}
