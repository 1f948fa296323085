using EventGen.Outbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EventGen;

/// <summary>Adds an outbox to an event bus. The packages of stores call it in their own extensions.</summary>
public static class OutboxEventBusBuilderExtensions
{
    /// <summary>
    /// Adds the outbox, over a store. The settings come from the section <c>EventGen:Outbox</c> of the configuration that <c>AddEventGen</c> was given, or else of the
    /// <see cref="IConfiguration"/> among the bus's services, then from the code.
    /// </summary>
    /// <remarks>
    /// Settings that cannot work fail the start of a host with an <see cref="OptionsValidationException"/>, and <see cref="EventBus.Create"/> with an <see cref="ArgumentException"/>, which
    /// name them all, those of the bus too.
    /// </remarks>
    /// <typeparam name="TBuilder">The builder, which is returned.</typeparam>
    /// <param name="builder">Says what the bus is made of.</param>
    /// <param name="create">Makes the store, when the bus is made; the outbox owns it.</param>
    /// <param name="configure">Changes the settings after the configuration has. A host calls it more than once.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="create"/> is <see langword="null"/>.</exception>
    public static TBuilder AddOutbox<TBuilder>(this TBuilder builder, Func<IServiceProvider, OutboxOptions, IOutboxStore> create, Action<OutboxOptions>? configure = null)
        where TBuilder : IEventBusBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services?.AddSingleton<IValidateOptions<EventBusOptions>>(services => new OutboxOptionsValidator(services, configure));
        builder.UseOutbox(services =>
        {
            var (options, errors) = OutboxConfiguration.Read(services, configure);
            if (errors.Length > 0) throw new ArgumentException($"The outbox cannot work with these options: {string.Join(" ", errors)}", nameof(configure));
            return new OutboxEngine(create(services, options), options);
        });
        return builder;
    }
}
