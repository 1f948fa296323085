using EventGen.Outbox;
using Microsoft.Extensions.Configuration;

namespace EventGen;

/// <summary>Adds an outbox to an event bus. The packages of stores call it in their own extensions.</summary>
public static class OutboxEventBusBuilderExtensions
{
    /// <summary>
    /// Adds the outbox, over a store. The settings come from the section <c>EventGen:Outbox</c> of the configuration that <c>AddEventGen</c> was given, or else of the
    /// <see cref="IConfiguration"/> among the bus's services, then from the code.
    /// </summary>
    /// <remarks>Settings that cannot work fail the making of the bus with an <see cref="ArgumentException"/> that names them all.</remarks>
    /// <typeparam name="TBuilder">The builder, which is returned.</typeparam>
    /// <param name="builder">Says what the bus is made of.</param>
    /// <param name="create">Makes the store, when the bus is made; the outbox owns it.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="create"/> is <see langword="null"/>.</exception>
    public static TBuilder AddOutbox<TBuilder>(this TBuilder builder, Func<IServiceProvider, OutboxOptions, IOutboxStore> create, Action<OutboxOptions>? configure = null)
        where TBuilder : IEventBusBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.UseOutbox(services =>
        {
            var options = new OutboxOptions();
            List<string> errors = [];
            foreach (var section in OutboxConfiguration.Sections(services)) OutboxConfiguration.Apply(section, options, errors);
            configure?.Invoke(options);
            options = options.Copy();
            errors.AddRange(OutboxConfiguration.ValidationErrors(options));
            if (errors.Count > 0) throw new ArgumentException($"The outbox cannot work with these options: {string.Join(" ", errors)}", nameof(configure));
            return new OutboxEngine(create(services, options), options);
        });
        return builder;
    }
}
