using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen;

/// <summary>Says what a bus is made of. Not thread safe.</summary>
public sealed class EventBusBuilder
{
    internal EventBusBuilder()
    {
    }

    internal EventRegistry Registry { get; } = new();

    internal EventBusOptions Options { get; private set; } = new();

    internal Dictionary<string, IEventPublisher> Publishers { get; } = new(StringComparer.Ordinal);

    internal List<(Type? Event, IEventMiddleware Middleware)> Middleware { get; } = [];

    internal IDeadLetterStore? DeadLetterStore { get; private set; }

    internal List<IEventMetadataSource> MetadataSources { get; } = [];

    internal BusObserver? Observer { get; set; }

    /// <summary>Raised once, when all that makes up the bus has been said.</summary>
    internal event Action? Completing;

    internal IServiceProvider? Services { get; private set; }

    internal ILogger Logger { get; private set; } = NullLogger.Instance;

    /// <summary>Adds a module's events and handlers, and those of the modules it references. Adding it again does nothing.</summary>
    /// <param name="module">A generated module, such as <c>ShopEventModule.Instance</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="module"/> is <see langword="null"/>.</exception>
    public EventBusBuilder AddModule(EventModule module)
    {
        Registry.Add(module);
        return this;
    }

    /// <summary>Changes the settings.</summary>
    /// <param name="configure">Called at once.</param>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is <see langword="null"/>.</exception>
    public EventBusBuilder Configure(Action<EventBusOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Options);
        return this;
    }

    /// <summary>Adds a publisher; the bus owns it and disposes it when it has stopped.</summary>
    /// <param name="publisher">Answers to its <see cref="IEventPublisher.Name"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="publisher"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is a publisher of that name already, or it has no name.</exception>
    public EventBusBuilder AddPublisher(IEventPublisher publisher)
    {
        ArgumentNullException.ThrowIfNull(publisher);
        if (string.IsNullOrWhiteSpace(publisher.Name))
            throw new ArgumentException($"{publisher.GetType().Name} has no name; events refer to a publisher by its name.", nameof(publisher));
        if (!Publishers.TryAdd(publisher.Name, publisher))
            throw new ArgumentException($"There is a publisher named '{publisher.Name}' already; give this one another name.", nameof(publisher));
        return this;
    }

    /// <summary>Adds middleware around every handler of every event. The first added is outermost.</summary>
    /// <param name="middleware">Shared by all invocations; the bus does not dispose it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="middleware"/> is <see langword="null"/>.</exception>
    public EventBusBuilder AddMiddleware(IEventMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Middleware.Add((null, middleware));
        return this;
    }

    /// <summary>Adds middleware around every handler of one event. The first added is outermost, whether for one event or for all.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="middleware">Shared by all invocations; the bus does not dispose it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="middleware"/> is <see langword="null"/>.</exception>
    public EventBusBuilder AddMiddleware<T>(IEventMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Middleware.Add((typeof(T), middleware));
        return this;
    }

    /// <summary>Adds what events carry that nothing else sets. Of several, the first that knows a value wins.</summary>
    /// <param name="source">Asked at each emit; the bus does not dispose it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is <see langword="null"/>.</exception>
    public EventBusBuilder AddMetadataSource(IEventMetadataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        MetadataSources.Add(source);
        return this;
    }

    /// <summary>Keeps dead letters in a store, instead of in memory.</summary>
    /// <param name="store">The bus owns it and disposes it, if it can be, when it has stopped.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is <see langword="null"/>.</exception>
    public EventBusBuilder UseDeadLetterStore(IDeadLetterStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        DeadLetterStore = store;
        return this;
    }

    /// <summary>Gives handlers their services. Each attempt of a handler that takes services runs in a scope of its own.</summary>
    /// <param name="services">The provider; the bus does not dispose it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public EventBusBuilder UseServices(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        Services = services;
        return this;
    }

    /// <summary>Sends the bus's log somewhere.</summary>
    /// <param name="loggers">Makes the logger, of category <c>EventGen</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="loggers"/> is <see langword="null"/>.</exception>
    public EventBusBuilder UseLogging(ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        Logger = new GuardedLogger(loggers.CreateLogger("EventGen"));
        return this;
    }

    internal void Complete() => Completing?.Invoke();

    internal void UseLogger(ILogger logger) => Logger = logger;

    internal EventBusBuilder UseOptions(EventBusOptions options)
    {
        Options = options;
        return this;
    }
}
