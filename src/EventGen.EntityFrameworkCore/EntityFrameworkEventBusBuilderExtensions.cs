using EventGen.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventGen;

/// <summary>Has an event bus watch contexts of Entity Framework Core.</summary>
public static class EntityFrameworkEventBusBuilderExtensions
{
    /// <summary>Has the bus watch a context: events can be emitted with its changes, and in a handler it writes in the handler's transaction.</summary>
    /// <remarks>It may be called before or after <c>AddDbContext</c>, <c>AddDbContextPool</c> or <c>AddDbContextFactory</c>, for any number of contexts.</remarks>
    /// <typeparam name="TContext">The context, as it is registered in the container.</typeparam>
    /// <param name="builder">The builder of <c>AddEventGen</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The bus has no container: call <c>UseEventGen</c> on the context's options.</exception>
    public static IEventBusBuilder AddEntityFramework<TContext>(this IEventBusBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services ?? throw new InvalidOperationException(
            $"The bus has no container that makes {typeof(TContext).Name}. Call UseEventGen(bus) on the options of the context.");
        services.AddSingleton(WatchedContext.Of<TContext>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventBusStartCheck, ContextCheck>());
        services.ConfigureDbContext<TContext>(static (provider, options) => options.Watch(provider.GetRequiredService<EventBus>, isCheckedAtStart: true));
        return builder;
    }
}
