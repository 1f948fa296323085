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

    internal EventRegistry Registry { get; } = new();

    internal EventBusOptions Options { get; private set; } = new();

    internal EventBusParts Parts { get; } = new();

    internal BusObserver? Observer { get; set; }

    internal IServiceProvider? Services { get; private set; }

    internal ILogger Logger { get; private set; } = NullLogger.Instance;

    private protected override IServiceCollection? Container => null;

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

    internal EventBusBuilder UseOptions(EventBusOptions options)
    {
        Options = options;
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

    /// <summary>Adds what another builder was told.</summary>
    internal void Add(IEnumerable<Action<EventBusParts, IServiceProvider>> parts) => _pending.AddRange(parts);

    private protected override void AddPart(Action<EventBusParts, IServiceProvider> part) => _pending.Add(part);

    private protected override void AddPublisherPart(Action<EventBusParts, IServiceProvider> part) => _pending.Add(part);
}
