using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventGen;

/// <summary>What every builder of a bus can be told. Each call returns the builder itself. Not thread safe.</summary>
/// <typeparam name="TBuilder">The builder.</typeparam>
public abstract class EventBusBuilder<TBuilder> : IEventBusBuilder
    where TBuilder : EventBusBuilder<TBuilder>
{
    internal EventBusBuilder()
    {
    }

    IServiceCollection? IEventBusBuilder.Services => Container;

    private protected abstract IServiceCollection? Container { get; }

    private TBuilder Self => Unsafe.As<TBuilder>(this);

    /// <inheritdoc cref="IEventBusBuilder.AddModule"/>
    public abstract TBuilder AddModule(EventModule module);

    /// <inheritdoc cref="IEventBusBuilder.Configure"/>
    public abstract TBuilder Configure(Action<EventBusOptions> configure);

    /// <inheritdoc cref="IEventBusBuilder.AddPublisher(IEventPublisher)"/>
    public TBuilder AddPublisher(IEventPublisher publisher)
    {
        ArgumentNullException.ThrowIfNull(publisher);
        AddPublisherPart((parts, _) => parts.Add(publisher));
        return Self;
    }

    /// <inheritdoc cref="IEventBusBuilder.AddPublisher(Func{IServiceProvider, IEventPublisher})"/>
    public TBuilder AddPublisher(Func<IServiceProvider, IEventPublisher> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        AddPublisherPart((parts, services) => parts.AddMade(create(services)));
        return Self;
    }

    /// <inheritdoc cref="IEventBusBuilder.AddPublisher{TPublisher}()"/>
    public TBuilder AddPublisher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPublisher>()
        where TPublisher : class, IEventPublisher =>
        AddPublisher(static services => PartActivator.Create<TPublisher>(services));

    /// <inheritdoc cref="IEventBusBuilder.AddMiddleware(IEventMiddleware)"/>
    public TBuilder AddMiddleware(IEventMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        return Add((parts, _) => parts.Middleware.Add((null, middleware)));
    }

    /// <inheritdoc cref="IEventBusBuilder.AddMiddleware{TEvent}(IEventMiddleware)"/>
    public TBuilder AddMiddleware<TEvent>(IEventMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        return Add((parts, _) => parts.Middleware.Add((typeof(TEvent), middleware)));
    }

    /// <inheritdoc cref="IEventBusBuilder.AddMiddleware{TMiddleware}()"/>
    public TBuilder AddMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>()
        where TMiddleware : class, IEventMiddleware =>
        Add(static (parts, services) => parts.Middleware.Add((null, PartActivator.GetOrCreate<TMiddleware>(services))));

    /// <inheritdoc cref="IEventBusBuilder.AddMiddleware{TMiddleware, TEvent}()"/>
    public TBuilder AddMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware, TEvent>()
        where TMiddleware : class, IEventMiddleware =>
        Add(static (parts, services) => parts.Middleware.Add((typeof(TEvent), PartActivator.GetOrCreate<TMiddleware>(services))));

    /// <inheritdoc cref="IEventBusBuilder.AddMetadataSource(IEventMetadataSource)"/>
    public TBuilder AddMetadataSource(IEventMetadataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Add((parts, _) => parts.MetadataSources.Add(source));
    }

    /// <inheritdoc cref="IEventBusBuilder.AddMetadataSource{TSource}()"/>
    public TBuilder AddMetadataSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>()
        where TSource : class, IEventMetadataSource =>
        Add(static (parts, services) => parts.MetadataSources.Add(PartActivator.GetOrCreate<TSource>(services)));

    /// <inheritdoc cref="IEventBusBuilder.UseOutbox"/>
    public TBuilder UseOutbox(Func<IServiceProvider, IOutboxEngine> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Container?.TryAddScoped(static services => new OutboxTransaction(services.GetRequiredService<EventBus>().Outbox.Engine));
        return Add((parts, services) => parts.Use(create(services)));
    }

    /// <inheritdoc cref="IEventBusBuilder.UseDeadLetterStore(IDeadLetterStore)"/>
    public TBuilder UseDeadLetterStore(IDeadLetterStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return Add((parts, _) => parts.Use(store, isOwned: true));
    }

    /// <inheritdoc cref="IEventBusBuilder.UseDeadLetterStore{TStore}()"/>
    public TBuilder UseDeadLetterStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IDeadLetterStore =>
        Add(static (parts, services) =>
        {
            if (services.GetService<TStore>() is { } registered) parts.Use(registered, isOwned: false);
            else parts.Use(PartActivator.Create<TStore>(services), isOwned: true);
        });

    IEventBusBuilder IEventBusBuilder.AddModule(EventModule module) => AddModule(module);

    IEventBusBuilder IEventBusBuilder.Configure(Action<EventBusOptions> configure) => Configure(configure);

    IEventBusBuilder IEventBusBuilder.AddPublisher(IEventPublisher publisher) => AddPublisher(publisher);

    IEventBusBuilder IEventBusBuilder.AddPublisher(Func<IServiceProvider, IEventPublisher> create) => AddPublisher(create);

    IEventBusBuilder IEventBusBuilder.AddPublisher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPublisher>() => AddPublisher<TPublisher>();

    IEventBusBuilder IEventBusBuilder.AddMiddleware(IEventMiddleware middleware) => AddMiddleware(middleware);

    IEventBusBuilder IEventBusBuilder.AddMiddleware<TEvent>(IEventMiddleware middleware) => AddMiddleware<TEvent>(middleware);

    IEventBusBuilder IEventBusBuilder.AddMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>() => AddMiddleware<TMiddleware>();

    IEventBusBuilder IEventBusBuilder.AddMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware, TEvent>() => AddMiddleware<TMiddleware, TEvent>();

    IEventBusBuilder IEventBusBuilder.AddMetadataSource(IEventMetadataSource source) => AddMetadataSource(source);

    IEventBusBuilder IEventBusBuilder.AddMetadataSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>() => AddMetadataSource<TSource>();

    IEventBusBuilder IEventBusBuilder.UseOutbox(Func<IServiceProvider, IOutboxEngine> create) => UseOutbox(create);

    IEventBusBuilder IEventBusBuilder.UseDeadLetterStore(IDeadLetterStore store) => UseDeadLetterStore(store);

    IEventBusBuilder IEventBusBuilder.UseDeadLetterStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>() => UseDeadLetterStore<TStore>();

    /// <summary>Adds what is done, in the order of the calls, when the bus is made.</summary>
    private protected abstract void AddPart(Action<EventBusParts, IServiceProvider> part);

    /// <summary>The same for a publisher: whoever makes the bus may leave the publishers out.</summary>
    private protected abstract void AddPublisherPart(Action<EventBusParts, IServiceProvider> part);

    private TBuilder Add(Action<EventBusParts, IServiceProvider> part)
    {
        AddPart(part);
        return Self;
    }
}
