using EventGen.CompilerServices;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What one bus is made of, made in the order in which the parts need each other.</summary>
internal sealed class BusComposition
{
    private readonly CancellationTokenSource _stopping = new();

    // Made when they are first needed. If two threads race, either instance serves.
    private EventDescriptor[]? _descriptors;
    private EntityTriggerTable? _entityTriggers;
    private EventMessageLimits? _limits;
    private LogThrottle? _longChains;

    public BusComposition(EventBus bus, EventBusBuilder builder, EventRegistration[] events)
    {
        Registry = builder.Registry;
        Events = events;
        Options = builder.Options;
        Services = builder.Services;
        Logger = builder.Logger;
        var observer = builder.Observer;
        Time = GuardedTimeProvider.Around(Options.TimeProvider, Logger);
        Measurements = new EventBusMeasurements(Time);
        var stopping = _stopping.Token;
        Publishers = new PublisherSet(builder.Parts.Publishers, Time, Options.PublisherDownLimit, Logger);
        foreach (var entry in events) entry.Publishers = Publishers;
        var metadata = string.IsNullOrEmpty(Options.Source) ? EventMetadata.Empty : new EventMetadata { Source = Options.Source };
        Contexts = new EventContextFactory(
            Time, Services, metadata, [.. builder.Parts.MetadataSources], (exception, source) => Logger.MetadataSourceFailed(exception, source.GetType().FullName!),
            TellLongChain, Options.MaxEmitDepth);

        Queue = new EventQueue(bus, Options.QueueCapacity, Options.WhenQueueFull, Options.Workers, Time, Logger);
        InFlight = new InFlightTracker(Queue, observer);
        var workers = new WorkerPool(Queue, InFlight, Logger, Options.Workers);
        var retries = new RetrySchedule(Queue, InFlight, Time, Options.MaxPendingRetries);
        Stuck = new StuckHandlers(Time, Logger);
        var outbox = builder.Parts.Outbox;
        Outbox = new EventOutbox(outbox);
        OutboxLifetime = new OutboxLifetime(outbox, Outbox, Logger);
        DeliversDurableFromMemory = outbox is null && builder.AllowsDurableEventsWithoutOutbox;
        var losses = new DeadLetterLosses(Time);
        var store = builder.Parts.DeadLetterStore ?? outbox?.DeadLetters ?? new MemoryDeadLetterStore(Options.DeadLetterCapacity, Options.RejectedMessageCapacity, Options.RejectedMessageBytes, losses);
        var writer = new DeadLetterWriter(bus, store, losses, Time, Logger, observer, Options.DeadLetterCapacity, Options.RejectedMessageCapacity);
        Instances = new HandlerInstances(Services, Logger, stopping, builder.HandlerSource) { CreateTransaction = outbox is null ? null : TransactionsOf(outbox) };
        var histories = new EventHistories(Options.History is { } asked ? Registry.HistorySizes(asked) : null);
        Streaks = new FailureStreaks(Time, (eventId, isWatched) => Topics!.Find(eventId)?.Need(DispatchFlags.Failing, isWatched));
        var delivery = new DeliveryServices(
            Bus: bus, Queue: Queue, Retries: retries, TimeLimit: new HandlerTimeLimit(Time, Stuck, Logger), DeadLetters: writer, Contexts: Contexts,
            Counters: Counters, Measurements: Measurements, Time: Time, Logger: Logger, SensitiveData: Options.SensitiveData,
            Defaults: new DeliveryDefaults(Options.Retry, Options.HandlerTimeout, Options.PublisherRetry, Options.Events),
            Middleware: builder.Parts.Middleware, Failed: bus.RaiseDeliveryFailed, Streaks: Streaks, MaxEmitDepth: Options.MaxEmitDepth, Stopping: stopping);
        TopicServices = new TopicServices(
            Delivery: delivery, Origin: new BusOrigin(), Instances: Instances, Publishers: Publishers, Publishes: new PendingPublishes(Queue, InFlight, Logger, Options.MaxPendingPublishes),
            Histories: histories, Observer: observer, MaxPayloadBytes: Options.MaxPayloadBytes, Outbox: Outbox, DeliversDurableFromMemory: DeliversDurableFromMemory);
        Topics = new TopicMap(Registry, events, (entry, needs) => entry.Topics.Create(TopicServices, entry, needs));

        var receiving = new BusReceiving(bus, this, writer);
        DeadLetters = new DeadLetters(store, builder.Parts.OwnsDeadLetterStore && store != outbox?.DeadLetters, writer, Logger, AttemptAgainAsync, receiving.ReceiveAgainAsync);
        Transports = receiving.CreateTransports();
        var drain = new BusDrain(
            queue: Queue, inFlight: InFlight, workers: workers, retries: retries, stuck: Stuck, deadLetters: DeadLetters, publishers: Publishers, outbox: OutboxLifetime,
            transports: Transports, topics: Topics, instances: Instances, cutOff: delivery.CutOff, clock: new DrainClock(Time, Logger), logger: Logger, unstartedLogger: builder.LoudLogger,
            limit: Options.DrainTimeout, stopping: _stopping, forget: bus.Forget);
        Lifetime = new BusLifetime(workers, Transports, drain, stopping);
        if (Options.History is not null) RefuseUnknown(histories.Payloads);
    }

    public EventRegistry Registry { get; }

    /// <summary>Every event of the modules, by id, ordinal.</summary>
    public EventRegistration[] Events { get; }

    /// <summary>Those of <see cref="Events"/>.</summary>
    public EventDescriptor[] Descriptors => _descriptors ??= Array.ConvertAll(Events, static entry => entry.Descriptor);

    public EventBusOptions Options { get; }

    public IServiceProvider? Services { get; }

    public ILogger Logger { get; }

    public TimeProvider Time { get; }

    public EventBusCounters Counters { get; } = new();

    public EventBusMeasurements Measurements { get; }

    public EntityTriggerTable EntityTriggers => _entityTriggers ??= EntityTriggerTable.Of([.. Events.SelectMany(static entry => entry.Triggers)]);

    public PublisherSet Publishers { get; }

    public EventContextFactory Contexts { get; }

    public EventQueue Queue { get; }

    public InFlightTracker InFlight { get; }

    public StuckHandlers Stuck { get; }

    public FailureStreaks Streaks { get; }

    public EventOutbox Outbox { get; }

    public OutboxLifetime OutboxLifetime { get; }

    /// <summary>Whether durable events go through the queue for want of an outbox, as tests may ask for.</summary>
    public bool DeliversDurableFromMemory { get; }

    public HandlerInstances Instances { get; }

    public TopicServices TopicServices { get; }

    public TopicMap Topics { get; }

    public EventMessageLimits Limits => _limits ??= new EventMessageLimits { MaxPayloadBytes = Options.MaxPayloadBytes };

    public DeadLetters DeadLetters { get; }

    public TransportSet Transports { get; }

    public BusLifetime Lifetime { get; }

    private static Func<IHandlerTransaction> TransactionsOf(IOutboxEngine outbox) => () => new OutboxTransaction(outbox);

    // By the event: in a circle that branches, each branch has its thousandth.
    private void TellLongChain(string eventId, int length, string cause)
    {
        if (LazyInitializer.EnsureInitialized(ref _longChains, static () => new LogThrottle()).IsDue(eventId) is { } times) Logger.ChainIsLong(eventId, length, cause, times);
    }

    private void RefuseUnknown(IEnumerable<Type> payloads)
    {
        foreach (var type in payloads)
        {
            if (Registry.Find(type) is null) throw Topics.Unknown(type);
        }
    }

    private Task<bool> AttemptAgainAsync(DeadLetter.Delivery deadLetter)
    {
        var topic = Topics.Find(deadLetter.EventId) ?? throw new DeadLetterReplayException(
            $"The bus has no event '{deadLetter.EventId}'. Add the module that declares it, or discard the dead letter.");
        return topic.ReplayAsync(deadLetter);
    }
}
