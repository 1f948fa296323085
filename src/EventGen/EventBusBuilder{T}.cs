using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventGen;

/// <summary>What every builder of a bus can be told. Each call returns the builder itself. Not thread safe.</summary>
/// <remarks>
/// Derive from it to write a host of your own: keep what <see cref="Add"/> and <see cref="AddPublisher(Action{EventBusBuilder})"/> are given,
/// and apply it to the builder of <see cref="EventBus.Create"/>.
/// </remarks>
/// <typeparam name="TBuilder">The builder: the class that derives.</typeparam>
public abstract class EventBusBuilder<TBuilder> : IEventBusBuilder
    where TBuilder : EventBusBuilder<TBuilder>
{
    IServiceCollection? IEventBusBuilder.Services => Container;

    /// <summary>The container that the bus is registered in; <see langword="null"/> without one.</summary>
    protected abstract IServiceCollection? Container { get; }

    private TBuilder Self => (TBuilder)this;

    /// <inheritdoc cref="IEventBusBuilder.AddModule"/>
    public abstract TBuilder AddModule(EventModule module);

    /// <inheritdoc cref="IEventBusBuilder.Configure"/>
    public abstract TBuilder Configure(Action<EventBusOptions> configure);

    /// <inheritdoc cref="IEventBusBuilder.AddPublisher(IEventPublisher)"/>
    public TBuilder AddPublisher(IEventPublisher publisher)
    {
        ArgumentNullException.ThrowIfNull(publisher);
        return AddPublisherPart((parts, _) => parts.Add(publisher));
    }

    /// <inheritdoc cref="IEventBusBuilder.AddPublisher(Func{IServiceProvider, IEventPublisher})"/>
    public TBuilder AddPublisher(Func<IServiceProvider, IEventPublisher> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return AddPublisherPart((parts, services) => parts.AddMade(create(services)));
    }

    /// <inheritdoc cref="IEventBusBuilder.AddPublisher{TPublisher}()"/>
    public TBuilder AddPublisher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPublisher>()
        where TPublisher : class, IEventPublisher =>
        AddPublisher(static services => PartActivator.Create<TPublisher>(services));

    /// <inheritdoc cref="IEventBusBuilder.AddMiddleware(IEventMiddleware)"/>
    public TBuilder AddMiddleware(IEventMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        return AddPart((parts, _) => parts.Middleware.Add(new AddedMiddleware(null, middleware)));
    }

    /// <inheritdoc cref="IEventBusBuilder.AddMiddleware{TEvent}(IEventMiddleware)"/>
    public TBuilder AddMiddleware<TEvent>(IEventMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        return AddPart((parts, _) => parts.Middleware.Add(new AddedMiddleware(typeof(TEvent), middleware)));
    }

    /// <inheritdoc cref="IEventBusBuilder.AddMiddleware{TMiddleware}()"/>
    public TBuilder AddMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>()
        where TMiddleware : class, IEventMiddleware =>
        AddPart(static (parts, services) => parts.Middleware.Add(new AddedMiddleware(null, PartActivator.GetOrCreate<TMiddleware>(services))));

    /// <inheritdoc cref="IEventBusBuilder.AddMiddleware{TMiddleware, TEvent}()"/>
    public TBuilder AddMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware, TEvent>()
        where TMiddleware : class, IEventMiddleware =>
        AddPart(static (parts, services) => parts.Middleware.Add(new AddedMiddleware(typeof(TEvent), PartActivator.GetOrCreate<TMiddleware>(services))));

    /// <inheritdoc cref="IEventBusBuilder.AddMetadataSource(IEventMetadataSource)"/>
    public TBuilder AddMetadataSource(IEventMetadataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return AddPart((parts, _) => parts.MetadataSources.Add(source));
    }

    /// <inheritdoc cref="IEventBusBuilder.AddMetadataSource{TSource}()"/>
    public TBuilder AddMetadataSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>()
        where TSource : class, IEventMetadataSource =>
        AddPart(static (parts, services) => parts.MetadataSources.Add(PartActivator.GetOrCreate<TSource>(services)));

    /// <inheritdoc cref="IEventBusBuilder.UseOutbox"/>
    public TBuilder UseOutbox(Func<IServiceProvider, IOutboxEngine> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Container?.TryAddScoped(static services => OutboxTransaction.For(services.GetRequiredService<EventBus>().Outbox.Engine));
        return AddPart((parts, services) => parts.UseMade(create(services)));
    }

    /// <inheritdoc cref="IEventBusBuilder.UseDeadLetterStore(IDeadLetterStore)"/>
    public TBuilder UseDeadLetterStore(IDeadLetterStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return AddPart((parts, _) => parts.Use(store, isOwned: true));
    }

    /// <inheritdoc cref="IEventBusBuilder.UseDeadLetterStore{TStore}()"/>
    public TBuilder UseDeadLetterStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IDeadLetterStore =>
        AddPart(static (parts, services) =>
        {
            if (services.GetService<TStore>() is { } registered) parts.Use(registered, isOwned: false);
            else parts.UseMade(PartActivator.Create<TStore>(services));
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

    /// <summary>Adds something to the bus.</summary>
    /// <param name="part">To be applied, in the order of the calls, to the builder of <see cref="EventBus.Create"/>.</param>
    protected abstract void Add(Action<EventBusBuilder> part);

    /// <summary>Adds a publisher, apart from everything else, so that a test can leave the publishers out.</summary>
    /// <param name="part">To be applied, in the order of the calls, to the builder of <see cref="EventBus.Create"/>.</param>
    protected abstract void AddPublisher(Action<EventBusBuilder> part);

    private TBuilder AddPart(Action<EventBusParts, IServiceProvider> part)
    {
        Add(builder => builder.AddPending(part));
        return Self;
    }

    private TBuilder AddPublisherPart(Action<EventBusParts, IServiceProvider> part)
    {
        AddPublisher(builder => builder.AddPending(part));
        return Self;
    }
}
