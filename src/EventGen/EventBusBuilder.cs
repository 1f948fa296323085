using System.Runtime.ExceptionServices;
using EventGen.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen;

/// <summary>Says what a bus of <see cref="EventBus.Create"/> is made of. Not thread safe.</summary>
public sealed class EventBusBuilder : EventBusBuilder<EventBusBuilder>
{
    // Added and not made yet.
    private readonly List<Action<EventBusParts, IServiceProvider>> _pending = [];
    private readonly List<Func<string, IEventPublisher?, IEventPublisher>> _wraps = [];
    private readonly List<Action<IReadOnlyList<DeclaredHandler>>> _handlerChanges = [];

    // Whether somebody has had the options in hand. Otherwise they are the defaults and stay so: there is nothing to check, and nothing to keep apart.
    private bool _areOptionsGiven;

    internal EventBusBuilder()
    {
    }

    /// <summary>The modules that have been added so far, with those they reference.</summary>
    public IReadOnlyCollection<EventModule> Modules => Registry.Modules;

    internal EventRegistry Registry { get; } = new();

    internal EventBusOptions Options { get; private set; } = new();

    internal EventBusParts Parts { get; } = new();

    internal BusObserver? Observer { get; private set; }

    internal IServiceProvider? Services { get; private set; }

    internal Func<Type, HandlerLifetime, Func<IServiceProvider?, object?>?>? HandlerSource { get; private set; }

    internal bool AllowsDurableEventsWithoutOutbox { get; private set; }

    internal ILogger Logger { get; private set; } = NullLogger.Instance;

    /// <summary>Where what must not go unheard is told: standard error, unless the application has a log.</summary>
    internal ILogger LoudLogger => ReferenceEquals(Logger, NullLogger.Instance) ? new GuardedLogger(StandardErrorLogger.Instance) : Logger;

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
        _areOptionsGiven = true;
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

    /// <summary>Leaves out or replaces handlers that the modules declare. For tests.</summary>
    /// <param name="change">
    /// Called once, when the bus is created and all modules are known, with every handler marked <c>[Subscribe]</c>. What it throws,
    /// <see cref="EventBus.Create"/> throws.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is <see langword="null"/>.</exception>
    public EventBusBuilder ChangeHandlers(Action<IReadOnlyList<DeclaredHandler>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _handlerChanges.Add(change);
        return this;
    }

    /// <summary>Tells an observer what the bus does. For test kits.</summary>
    /// <param name="observer">Takes the place of an earlier one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="observer"/> is <see langword="null"/>.</exception>
    public EventBusBuilder UseObserver(BusObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        Observer = observer;
        return this;
    }

    /// <summary>Adds a middleware around every handler, outside of all that other calls have added or will add. For test kits.</summary>
    /// <param name="middleware">Called by several threads at the same time.</param>
    /// <exception cref="ArgumentNullException"><paramref name="middleware"/> is <see langword="null"/>.</exception>
    public EventBusBuilder AddOuterMiddleware(IEventMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        AddPending((parts, _) => parts.Middleware.Insert(0, new AddedMiddleware(null, middleware)));
        return this;
    }

    /// <summary>Lets a bus without an outbox start although events are durable: it delivers them from memory, as other events. For test kits.</summary>
    /// <remarks>
    /// Nothing of them is stored, and what is not delivered when the process ends is lost. What takes a database throws
    /// <see cref="InvalidOperationException"/>: emitting in a transaction or under an id, and scheduling. On a bus with an outbox it changes nothing.
    /// </remarks>
    public EventBusBuilder AllowDurableEventsWithoutOutbox()
    {
        AllowsDurableEventsWithoutOutbox = true;
        return this;
    }

    /// <summary>Puts publishers around those of the bus, or in their place. For test kits.</summary>
    /// <param name="wrap">
    /// Called when the bus is created, for each publisher that has been added or that an event names: with its name, and with the publisher, <see langword="null"/>
    /// where nobody has added it. The bus publishes with what is returned, under that name, and disposes it.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="wrap"/> is <see langword="null"/>.</exception>
    public EventBusBuilder WrapPublishers(Func<string, IEventPublisher?, IEventPublisher> wrap)
    {
        ArgumentNullException.ThrowIfNull(wrap);
        _wraps.Add(wrap);
        return this;
    }

    internal void UseLogger(ILogger logger) => Logger = new GuardedLogger(logger);

    /// <summary>Uses these options in the place of those that <see cref="Configure"/> has changed so far.</summary>
    /// <param name="options">Read when the bus is made.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    public EventBusBuilder UseOptions(EventBusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _areOptionsGiven = true;
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

    /// <summary>Takes the options as they are now: what is done to them later has no effect on the bus. Called once, when all that makes up the bus has been said.</summary>
    internal void CompleteOptions()
    {
        if (_areOptionsGiven) Options = Options.Copy();
    }

    /// <summary>Changes the handlers. Called once, when all that makes up the bus has been said.</summary>
    internal void CompleteHandlers()
    {
        if (_handlerChanges.Count > 0) ApplyHandlerChanges();
    }

    /// <summary>Makes what has been added, in the order of the calls, with the services that the bus will have. Called once.</summary>
    /// <exception cref="ArgumentException">Several settings of the bus or of its parts cannot work; the message lists them all. Of one, what it threw.</exception>
    internal void MakeParts()
    {
        var refusal = _areOptionsGiven ? OptionsFault() : null;
        if (refusal is not null || _pending.Count > 0) MakePending(refusal);
        foreach (var wrap in _wraps) Wrap(wrap);
    }

    /// <summary>Adds what is made with the services that the bus will have.</summary>
    internal void AddPending(Action<EventBusParts, IServiceProvider> part) => _pending.Add(part);

    /// <inheritdoc/>
    protected override void Add(Action<EventBusBuilder> part) => part(this);

    /// <inheritdoc/>
    protected override void AddPublisher(Action<EventBusBuilder> part) => part(this);

    // What is wrong with the bus's own settings.
    private ArgumentException? OptionsFault() => Options.Validate(Registry) is { Length: > 0 } errors
        ? new ArgumentException($"The event bus cannot work with these options: {string.Join(" ", errors)}", "configure")
        : null;

    private void MakePending(ArgumentException? refusal)
    {
        List<Exception>? refusals = refusal is null ? null : [refusal];
        foreach (var make in _pending)
        {
            try
            {
                make(Parts, Services ?? NoServices.Instance);
            }
            catch (Exception exception)
            {
                // The next may have something to tell too. What a container has checked is refused with an exception of its own.
                (refusals ??= []).Add(exception);
            }
        }

        if (refusals is [var only]) ExceptionDispatchInfo.Throw(only);
        if (refusals is not null) throw Refusal(refusals);
    }

    // Apart: a method that is compiled ahead loads all types that it names when it is first called, whatever it then needs.
    private void ApplyHandlerChanges()
    {
        var handlers = new Dictionary<HandlerInfo, DeclaredHandler>(ReferenceEqualityComparer.Instance);
        foreach (var entry in Registry.Entries)
        {
            foreach (var handler in entry.Parts.SelectMany(static part => part.Handlers)) handlers.TryAdd(handler, new DeclaredHandler(entry.PayloadType, handler));
        }

        DeclaredHandler[] all = [.. handlers.Values];
        foreach (var change in _handlerChanges) change(all);
        foreach (var entry in Registry.Entries) entry.Adapt = handler => handlers.TryGetValue(handler, out var changed) ? changed.Adapted : handler;
        if (Array.FindAll(all, static handler => handler.Replacement is not null) is { Length: > 0 } replaced) AddMiddleware(new HandlerReplacements(replaced));
    }

    // Apart, for the same reason.
    private void Wrap(Func<string, IEventPublisher?, IEventPublisher> wrap)
    {
        foreach (string name in Parts.Publishers.Keys.Union(Registry.Events.SelectMany(static entry => entry.Topics.Descriptor.Publishers)).ToArray())
            Parts.Publishers[name] = wrap(name, Parts.Publishers.GetValueOrDefault(name));
    }

    private static ArgumentException Refusal(List<Exception> refusals) =>
        new(string.Join(" ", refusals.Select(Sentence)), new AggregateException(refusals));

    // Without the name of the parameter that .NET puts behind it.
    private static string Sentence(Exception refusal) =>
        refusal is ArgumentException { ParamName: { } parameter } ? refusal.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal) : refusal.Message;
}
