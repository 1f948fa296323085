using EventGen.CompilerServices;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The topics, queue, workers and publishers of one application. Thread safe.</summary>
public sealed partial class EventBus : IObservedBus, IAsyncDisposable, IDisposable
{
    private readonly EventRegistry _registry;
    private readonly EventRegistration[] _events;
    private readonly Dictionary<string, PublisherSlot> _publishers;
    private readonly EventBusOptions _options;
    private readonly IReadOnlyList<(Type? Event, IEventMiddleware Middleware)> _middleware;

    private EventBus(EventBusBuilder builder, EventRegistration[] events, bool isNull = false)
    {
        _registry = builder.Registry;
        _events = events;
        _options = builder.Options;
        Time = GuardedTimeProvider.Around(_options.TimeProvider, builder.Logger);
        _drainTimeout = _options.DrainTimeout;
        _historySizes = _registry.HistorySizes(_options.History);
        _publishers = builder.Parts.Publishers.ToDictionary(static named => named.Key, named => new PublisherSlot(named.Key, named.Value, Time), StringComparer.Ordinal);
        IsNull = isNull;
        Services = builder.Services;
        Logger = builder.Logger;
        Observer = builder.Observer;
        var metadata = string.IsNullOrEmpty(_options.Source) ? EventMetadata.Empty : new EventMetadata { Source = _options.Source };
        Contexts = new EventContextFactory(
            Time, Services, metadata, [.. builder.Parts.MetadataSources], (exception, source) => Logger.MetadataSourceFailed(exception, source.GetType().FullName!),
            _options.MaxEmitDepth);
        Stopping = _stopping.Token;
        Instances = new HandlerInstances(Services, Logger, Stopping);
        _middleware = builder.Parts.Middleware;
        Queue = new EventQueue(this, _options.QueueCapacity, _options.WhenQueueFull, _options.Workers, Time, Logger);
        InFlight = new InFlightTracker(Queue, Observer is { } observer ? observer.WorkEnded : null);
        _workers = new WorkerPool(Queue, InFlight, Logger, _options.Workers);
        Retries = new RetrySchedule(Queue, InFlight, Time, _options.MaxPendingRetries);
        Publishes = new PendingPublishes(Queue, InFlight, Logger, _options.MaxPendingPublishes);
        Stuck = new StuckHandlers(Time, Logger);
        TimeLimit = new HandlerTimeLimit(Time, Stuck, Logger);
        DeadLetters = new DeadLetters(this, builder.Parts.DeadLetterStore ?? new MemoryDeadLetterStore(_options), builder.Parts.OwnsDeadLetterStore);
        Descriptors = Array.ConvertAll(_events, static entry => entry.Descriptor);
        MessageLimits = new EventMessageLimits { MaxPayloadBytes = _options.MaxPayloadBytes };
        RefuseHistoryOfUnknownEvents();
    }

    /// <summary>A handler or publisher failed in a call that does not throw what failed: every call but <c>InvokeAsync</c>.</summary>
    /// <remarks>Raised on the thread that ran the handler. What an observer throws is logged.</remarks>
    public event EventHandler<DeliveryFailure>? DeliveryFailed;

    /// <summary>A bus that accepts everything and runs nothing; so do its topics and groups, whose streams stay empty.</summary>
    public static EventBus Null { get; } = CreateNull();

    /// <summary>
    /// The bus in force here: the one whose handler is running, else the one of <see cref="Use"/>, else the one that
    /// hosting started, else one made on first use from the executable's module, which starts itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">No bus is in force, and no executable's module has been generated to make one from.</exception>
    public static EventBus Current => (EventBus?)Ambient.Bus ?? AmbientBus.Default;

    /// <summary>What the bus knows of each event, by id, ordinal.</summary>
    public IReadOnlyList<EventDescriptor> Descriptors { get; }

    /// <summary>What handlers and publishers could not deal with, and messages that could not be handled.</summary>
    public DeadLetters DeadLetters { get; }

    internal EventBusOptions Options => _options;

    internal RetrySchedule Retries { get; }

    internal PendingPublishes Publishes { get; }

    internal StuckHandlers Stuck { get; }

    internal HandlerTimeLimit TimeLimit { get; }

    internal InFlightTracker InFlight { get; }

    internal bool IsNull { get; }

    internal IServiceProvider? Services { get; }

    internal ILogger Logger { get; }

    internal BusObserver? Observer { get; }

    /// <summary>Creates the contexts of events.</summary>
    internal EventContextFactory Contexts { get; }

    internal TimeProvider Time { get; }

    internal HandlerInstances Instances { get; }

    internal EventQueue Queue { get; }

    string? IObservedBus.Source => Contexts.Own.Source;

    int IObservedBus.QueueLength => Queue.Length;

    int IObservedBus.QueueCapacity => Queue.Capacity;

    void IObservedBus.Trace(bool isTraced) => Need(DispatchFlags.Traced, isTraced);

    internal EventBusCounters Counters { get; } = new();

    /// <summary>Makes a bus. It is not started, and becomes nobody's ambient bus by being made.</summary>
    /// <param name="configure">Says what it is made of.</param>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">Settings that cannot work; the message lists them all.</exception>
    /// <exception cref="InvalidOperationException">Two events of the modules have one id, or <see cref="EventBusOptions.KeepLast{T}"/> names a type that is no event of them.</exception>
    public static EventBus Create(Action<EventBusBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new EventBusBuilder();
        try
        {
            return Build(builder, configure);
        }
        catch
        {
            builder.Parts.Discard(builder.Logger);
            throw;
        }
    }

    /// <summary>Makes a bus the ambient one in the current async flow, until the scope is disposed.</summary>
    /// <param name="bus">What <see cref="Current"/> and the <c>Events</c> accessors mean inside.</param>
    /// <returns>Ends the scope when disposed; dispose it in the flow that made it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="bus"/> is <see langword="null"/>.</exception>
    public static IDisposable Use(EventBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        return AmbientBus.Use(bus);
    }

    /// <summary>How the bus fares at this moment.</summary>
    public EventBusHealth GetHealth()
    {
        (PublisherHealth Health, bool IsOwn)[] publishers =
            [.. _publishers.Values.Select(slot => (Health: slot.Health(_options.PublisherDownLimit), slot.TellsHealth)).OrderBy(static publisher => publisher.Health.Name, StringComparer.Ordinal)];
        var (deadLetters, storeFailure) = DeadLetters.TryCount();
        var stuck = Stuck.Stuck();
        var evaluation = HealthEvaluator.Of(_stopped, Queue.SaturatedFor, stuck, publishers, storeFailure);
        return new EventBusHealth
        {
            Status = evaluation.Status,
            Problems = evaluation.Problems,
            QueueLength = Queue.Length,
            QueueCapacity = Queue.Capacity,
            Events = Descriptors.Count,
            Subscribers = Topics.Sum(static topic => topic.SubscriberCount),
            Dropped = Counters.Dropped,
            Failed = Counters.Failed,
            DeadLetters = deadLetters,
            Rejected = Counters.Rejected,
            Retrying = InFlight.Delayed,
            StuckHandlers = stuck,
            Publishers = Array.ConvertAll(publishers, static publisher => publisher.Health),
        };
    }

    /// <summary>The middleware of an event, in the order of registration.</summary>
    internal IReadOnlyList<IEventMiddleware> MiddlewareOf(Type payload) =>
        _middleware.Count == 0 ? [] : [.. _middleware.Where(entry => entry.Event is null || entry.Event == payload).Select(static entry => entry.Middleware)];

    internal EventTopic? FindTopic(string eventId) => Array.Find(_events, entry => entry.Id == eventId)?.Definition.TopicOf(this);

    internal PublisherSlot? FindPublisher(string name) => _publishers.GetValueOrDefault(name);

    /// <summary>Tells every observer, whatever the others throw.</summary>
    internal void RaiseDeliveryFailed(DeliveryFailure failure)
    {
        foreach (var observer in DeliveryFailed?.GetInvocationList() ?? [])
        {
            try
            {
                using (ForeignCallScope.Enter(_options.MaxEmitDepth)) ((EventHandler<DeliveryFailure>)observer)(this, failure);
            }
            catch (Exception exception)
            {
                Logger.ObserverFailed(exception, failure.EventId);
            }
        }
    }

    private static EventBus Build(EventBusBuilder builder, Action<EventBusBuilder> configure)
    {
        configure(builder);
        builder.Complete();
        var events = builder.Registry.Compose();
        string[] errors = [.. builder.Options.ValidationErrors(), .. EventOptionsNames.ValidationErrors(builder.Options, builder.Registry)];
        if (errors.Length > 0) throw new ArgumentException($"The event bus cannot work with these options: {string.Join(" ", errors)}", nameof(configure));

        builder.MakeParts();
        var bus = new EventBus(builder, events);
        bus._open = AmbientBus.Opened();
        Telemetry.Opened(bus);
        return bus;
    }

    // Outside of any module, so that its topics are made as they are asked for.
    private static EventBus CreateNull() => new(new EventBusBuilder(), [], isNull: true);
}
