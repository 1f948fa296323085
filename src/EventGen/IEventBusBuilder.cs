using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen;

/// <summary>Says what an event bus is made of, with or without a container. Not thread safe.</summary>
/// <remarks>
/// <para><see cref="EventBusBuilder"/>, of <see cref="EventBus.Create"/>, and the <c>EventGenBuilder</c> of <c>AddEventGen</c> implement it. A package
/// that extends the bus writes its extension method once:
/// <c>public static TBuilder AddMine&lt;TBuilder&gt;(this TBuilder builder) where TBuilder : IEventBusBuilder</c>.</para>
/// <para>Parts that are given as a type or a function are made once, when the bus is made, with the bus's services. A type that
/// is registered in the container comes from there; any other is created, with its constructor's parameters from the container.</para>
/// <para>It is not meant to be implemented elsewhere: later versions may add members.</para>
/// </remarks>
public interface IEventBusBuilder
{
    /// <summary>The container whose bus it is; <see langword="null"/> for a bus of <see cref="EventBus.Create"/>.</summary>
    IServiceCollection? Services { get; }

    /// <summary>Adds a module's events and handlers, and those of the modules it references. Adding it again does nothing.</summary>
    /// <param name="module">A generated module, such as <c>ShopEventModule.Instance</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="module"/> is <see langword="null"/>.</exception>
    IEventBusBuilder AddModule(EventModule module);

    /// <summary>Changes the settings.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is <see langword="null"/>.</exception>
    IEventBusBuilder Configure(Action<EventBusOptions> configure);

    /// <summary>Adds a publisher; the bus owns it and disposes it when it has stopped.</summary>
    /// <param name="publisher">Answers to its <see cref="IEventPublisher.Name"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="publisher"/> is <see langword="null"/>.</exception>
    IEventBusBuilder AddPublisher(IEventPublisher publisher);

    /// <inheritdoc cref="AddPublisher(IEventPublisher)"/>
    /// <param name="create">Makes the publisher when the bus is made.</param>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is <see langword="null"/>.</exception>
    IEventBusBuilder AddPublisher(Func<IServiceProvider, IEventPublisher> create);

    /// <summary>Adds a publisher; the bus owns it and disposes it when it has stopped.</summary>
    /// <typeparam name="TPublisher">The publisher. It is created, also where the container has one.</typeparam>
    IEventBusBuilder AddPublisher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPublisher>()
        where TPublisher : class, IEventPublisher;

    /// <summary>Adds middleware around every handler of every event. The first added is outermost.</summary>
    /// <param name="middleware">Shared by all invocations; the bus does not dispose it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="middleware"/> is <see langword="null"/>.</exception>
    IEventBusBuilder AddMiddleware(IEventMiddleware middleware);

    /// <summary>Adds middleware around every handler of one event. The first added is outermost, whether for one event or for all.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <param name="middleware">Shared by all invocations; the bus does not dispose it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="middleware"/> is <see langword="null"/>.</exception>
    IEventBusBuilder AddMiddleware<TEvent>(IEventMiddleware middleware);

    /// <summary>Adds middleware around every handler of every event. The first added is outermost.</summary>
    /// <typeparam name="TMiddleware">Made once and shared by all invocations; the bus does not dispose it.</typeparam>
    IEventBusBuilder AddMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>()
        where TMiddleware : class, IEventMiddleware;

    /// <summary>Adds middleware around every handler of one event. The first added is outermost, whether for one event or for all.</summary>
    /// <typeparam name="TMiddleware">Made once and shared by all invocations; the bus does not dispose it.</typeparam>
    /// <typeparam name="TEvent">The event.</typeparam>
    IEventBusBuilder AddMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware, TEvent>()
        where TMiddleware : class, IEventMiddleware;

    /// <summary>Adds what events carry that nothing else sets. Of several, the first that knows a value wins.</summary>
    /// <param name="source">Asked at each emit; the bus does not dispose it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is <see langword="null"/>.</exception>
    IEventBusBuilder AddMetadataSource(IEventMetadataSource source);

    /// <summary>Adds what events carry that nothing else sets. Of several, the first that knows a value wins.</summary>
    /// <typeparam name="TSource">Made once and asked at each emit; the bus does not dispose it.</typeparam>
    IEventBusBuilder AddMetadataSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>()
        where TSource : class, IEventMetadataSource;

    /// <summary>Adds the outbox, for durable events. Called by the extensions of packages, such as <c>AddSqliteOutbox</c>.</summary>
    /// <remarks>Dead letters are kept in the outbox's database, unless <see cref="UseDeadLetterStore(IDeadLetterStore)"/> names another store.</remarks>
    /// <param name="create">Makes the outbox when the bus is made; the bus owns it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is <see langword="null"/>.</exception>
    IEventBusBuilder UseOutbox(Func<IServiceProvider, IOutboxEngine> create);

    /// <summary>Keeps dead letters in a store, instead of in memory. The last call wins.</summary>
    /// <param name="store">The bus owns it and disposes it, if it can be, when it has stopped.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is <see langword="null"/>.</exception>
    IEventBusBuilder UseDeadLetterStore(IDeadLetterStore store);

    /// <summary>Keeps dead letters in a store, instead of in memory. The last call wins.</summary>
    /// <typeparam name="TStore">Made once. The container disposes it if it is registered there; else the bus does, when it has stopped.</typeparam>
    IEventBusBuilder UseDeadLetterStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IDeadLetterStore;
}
