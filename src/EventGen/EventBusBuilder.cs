using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen;

/// <summary>Says what a bus of <see cref="EventBus.Create"/> is made of. Not thread safe.</summary>
public sealed class EventBusBuilder : EventBusBuilder<EventBusBuilder>
{
    // Added and not made yet.
    private readonly List<Action<EventBusParts, IServiceProvider>> _pending = [];

    internal EventBusBuilder()
    {
    }

    /// <summary>Raised once, when all that makes up the bus has been said.</summary>
    internal event Action? Completing;

    /// <summary>The modules that have been added so far, with those they reference.</summary>
    public IReadOnlyCollection<EventModule> Modules => Registry.Modules;

    internal EventRegistry Registry { get; } = new();

    internal EventBusOptions Options { get; private set; } = new();

    internal EventBusParts Parts { get; } = new();

    internal BusObserver? Observer { get; set; }

    internal IServiceProvider? Services { get; private set; }

    internal Func<Type, HandlerLifetime, Func<IServiceProvider?, object?>?>? HandlerSource { get; private set; }

    internal ILogger Logger { get; private set; } = NullLogger.Instance;

    /// <inheritdoc/>
    protected override IServiceCollection? Container => null;

    /// <inheritdoc/>
    public override EventBusBuilder AddModule(EventModule module)
    {
        Registry.Add(module);
        return this;
    }

    /// <inheritdoc/>
    /// <param name="configure">Called at once.</param>
    public override EventBusBuilder Configure(Action<EventBusOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Options);
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

    internal void UseLogger(ILogger logger) => Logger = new GuardedLogger(logger);

    /// <summary>Uses these options in the place of those that <see cref="Configure"/> has changed so far.</summary>
    /// <param name="options">Read when the bus is made.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    public EventBusBuilder UseOptions(EventBusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        return this;
    }

    /// <summary>Gives the bus handlers that it would otherwise create: instances that a container has under another name, for example.</summary>
    /// <remarks>
    /// Asked once for each handler class when the bus starts. The source returns <see langword="null"/> for a class that the bus takes from its
    /// services or creates, and for any other a function that each attempt calls with the services of its scope (of a singleton, once, with
    /// the bus's services). What the function returns belongs to somebody else: the bus does not dispose it. If it is no instance of
    /// the class, the bus goes on as without a source.
    /// </remarks>
    /// <param name="source">Given the class, and how long its instances live.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is <see langword="null"/>.</exception>
    public EventBusBuilder UseHandlers(Func<Type, HandlerLifetime, Func<IServiceProvider?, object?>?> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        HandlerSource = source;
        return this;
    }

    internal void Complete() => Completing?.Invoke();

    /// <summary>Makes what has been added so far, in the order of the calls, with the services that the bus will have.</summary>
    internal void MakeParts()
    {
        var services = Services ?? NoServices.Instance;
        foreach (var make in _pending) make(Parts, services);
        _pending.Clear();
    }

    /// <summary>Adds what is made with the services that the bus will have.</summary>
    internal void AddPending(Action<EventBusParts, IServiceProvider> part) => _pending.Add(part);

    /// <inheritdoc/>
    protected override void Add(Action<EventBusBuilder> part) => part(this);

    /// <inheritdoc/>
    protected override void AddPublisher(Action<EventBusBuilder> part) => part(this);
}
