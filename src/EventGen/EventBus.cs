using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The topics, queue, workers and publishers of one application. Thread safe.</summary>
public sealed class EventBus : ITopicSource, IGroupSource, IObservedBus, IAsyncDisposable, IDisposable
{
    private readonly BusComposition _parts;
    private readonly BusStart _start;

    // Each made when it is first asked for, as is the dictionary.
    private ConcurrentDictionary<Type, EventGroup>? _groups;

    // Written when the bus is made. Null for the null bus.
    private OpenBus? _open;

    private EventBus(EventBusBuilder builder, EventRegistration[] events, bool isNull = false)
    {
        IsNull = isNull;
        _parts = new BusComposition(this, builder, events);
        _start = new BusStart(this, _parts);
        Statistics = new EventBusStatistics(_parts.Measurements, Measure, ReadQueue);
    }

    /// <summary>A handler or publisher failed in a call that does not throw what failed: every call but <c>InvokeAsync</c>.</summary>
    /// <remarks>Raised on the thread that ran the handler. What an observer throws is logged.</remarks>
    public event EventHandler<DeliveryFailure>? DeliveryFailed;

    /// <summary>A publisher received a message that cannot be handled. It becomes a dead letter.</summary>
    /// <remarks>Raised on the thread that received it. What an observer throws is logged.</remarks>
    public event EventHandler<MessageRejection>? MessageRejected;

    /// <summary>A bus that accepts everything and runs nothing; so do its topics and groups, whose streams stay empty.</summary>
    public static EventBus Null { get; } = CreateNull();

    /// <summary>
    /// The bus in force here: the one whose handler is running, else the one of <see cref="Use"/>, else the one that
    /// hosting started, else one made on first use from the executable's module, which starts itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">No bus is in force, and no executable's module has been generated to make one from.</exception>
    public static EventBus Current => (EventBus?)Ambient.Bus ?? AmbientBus.Default;

    /// <summary>
    /// The modules of the executables whose code has run, the entry point's and a test project's: what the default bus is made of where
    /// <see cref="SetDefault"/> has not been called. A copy.
    /// </summary>
    public static IReadOnlyList<EventModule> DefaultModules => AmbientBus.Modules;

    /// <summary>Whether the bus is created, started, stopping or stopped.</summary>
    public EventBusState State => IsClosed ? EventBusState.Stopped : IsStopped ? EventBusState.Stopping : IsStarted ? EventBusState.Started : EventBusState.Created;

    /// <summary>The clock of the bus, <see cref="EventBusOptions.TimeProvider"/>.</summary>
    public TimeProvider TimeProvider => _parts.Time;

    /// <summary>How many queued events are handled at the same time, <see cref="EventBusOptions.Workers"/>.</summary>
    public int Workers => _parts.Options.Workers;

    /// <summary>The handlers that still run after their time limit, each as <c>handler on event</c>; a copy. As many as <see cref="Workers"/> are a reason for a restart.</summary>
    public IReadOnlyList<string> StuckHandlers => _parts.Stuck.Stuck();

    /// <summary>
    /// What workers run at this moment, as <c>handler on event</c> or <c>publishing on event</c>, ordinally. Of an event of which no handler has left its thread yet, all that it may be, as <c>handler or handler on event</c>: the
    /// call of a handler costs nothing, and leaves no trace.
    /// </summary>
    public IReadOnlyList<string> RunningHandlers => InFlight.RunningTargets;

    /// <summary>The modules of the bus: those that were added, and those of the assemblies that they reference.</summary>
    public IReadOnlyCollection<EventModule> Modules => _parts.Registry.Modules;

    /// <summary>The application's name, <see cref="EventBusOptions.Source"/>; <see langword="null"/> for none.</summary>
    public string? Source => _parts.Contexts.Own.Source;

    /// <summary>The names of the publishers that receive too, in the order in which they were added.</summary>
    public IReadOnlyList<string> Transports => [.. _parts.Transports.Slots.Where(static slot => slot.Receives).Select(static slot => slot.Name)];

    /// <summary>The names of all publishers, also of those that are switched off, ordinal.</summary>
    public IReadOnlyList<string> PublisherNames => [.. _parts.Publishers.Slots.Select(static slot => slot.Name).Order(StringComparer.Ordinal)];

    /// <summary>The servers of the publishers that say which they send to, by publisher, ordinal.</summary>
    public IReadOnlyList<PublisherServer> PublisherServers => _parts.Publishers.Servers();

    /// <summary>What the bus knows of each event, by id, ordinal.</summary>
    public IReadOnlyList<EventDescriptor> Descriptors => _parts.Descriptors;

    /// <summary>What handlers and publishers could not deal with, and messages that could not be handled.</summary>
    public DeadLetters DeadLetters => _parts.DeadLetters;

    /// <summary>The accepted durable events that have targets to reach. Never <see langword="null"/>: without a store, its members say which package to add.</summary>
    public EventOutbox Outbox => _parts.Outbox;

    /// <summary>The triggers of the bus's events, for what tells the bus of changes, as the package for Entity Framework Core does. <c>ChangedAsync</c> uses them.</summary>
    public EntityTriggerTable EntityTriggers => _parts.EntityTriggers;

    /// <summary>What the bus's events, handlers and publishers do, once it is measured: <see cref="EventBusStatistics.Start"/>.</summary>
    public EventBusStatistics Statistics { get; }

    internal bool IsNull { get; }

    internal EventQueue Queue => _parts.Queue;

    internal InFlightTracker InFlight => _parts.InFlight;

    internal StuckHandlers Stuck => _parts.Stuck;

    internal IServiceProvider? Services => _parts.Services;

    internal ILogger Logger => _parts.Logger;

    internal TopicMap Topics => _parts.Topics;

    /// <summary>What the topics share.</summary>
    internal TopicServices TopicServices => _parts.TopicServices;

    internal bool IsStarted => _parts.Lifetime.IsStarted;

    /// <summary>True once the stop has begun.</summary>
    internal bool IsStopped => !Queue.IsOpen;

    /// <summary>True once the drain has ended.</summary>
    internal bool IsClosed => Queue.IsClosed;

    /// <summary>True once the bus no longer counts among those that running code could mean. Governed by <see cref="AmbientBus"/>.</summary>
    internal bool IsForgotten { get; set; }

    int IObservedBus.QueueLength => Queue.Length;

    int IObservedBus.QueueCapacity => Queue.Capacity;

    int IObservedBus.StuckHandlers => Stuck.Stuck().Count;

    void IObservedBus.Trace(bool isTraced) => Topics.Need(DispatchFlags.Traced, isTraced);

    /// <summary>Creates a bus. It is not started, and does not become the current bus.</summary>
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

    /// <summary>Makes a bus the ambient one in the current async flow, for as long as the flow lasts. For hosts and test kits, where no scope can be disposed.</summary>
    /// <param name="bus">What <see cref="Current"/> and the <c>Events</c> accessors mean from now on in the flow, and in those that it starts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="bus"/> is <see langword="null"/>.</exception>
    public static void SetCurrent(EventBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        Ambient.Set(Ambient.Current.WithBus(bus));
    }

    /// <summary>Makes a bus the process's default: the one that <see cref="Current"/> means where no other is in force. For hosts.</summary>
    /// <remarks>If the default bus that was created on first use is replaced, the new one logs it: subscriptions on the old one see none of its events.</remarks>
    /// <param name="bus">The bus. After it has stopped it stays the default: what is then emitted throws.</param>
    /// <exception cref="ArgumentNullException"><paramref name="bus"/> is <see langword="null"/>.</exception>
    public static void SetDefault(EventBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        if (AmbientBus.SetDefault(bus)) bus.Logger.AmbientBusReplaced();
    }

    /// <summary>The topic of an event.</summary>
    /// <typeparam name="T">The payload, a type marked <c>[Event]</c>.</typeparam>
    /// <exception cref="InvalidOperationException">No module of the bus declares the event.</exception>
    public EventTopic<T> Topic<T>()
    {
        Telemetry.Refresh();
        return Topics.Find<T>() ?? (IsNull ? NullTopic<T>.Instance : Topics.Topic<T>());
    }

    /// <summary>The topic of an event, by its name on the wire.</summary>
    /// <param name="eventId">The event's name on the wire.</param>
    /// <returns><see langword="null"/> where no module of the bus declares such an event.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="eventId"/> is <see langword="null"/>.</exception>
    public EventTopic? FindTopic(string eventId)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        return Topics.Find(eventId);
    }

    /// <summary>A group of events.</summary>
    /// <typeparam name="T">An interface marked <c>[EventGroup]</c>.</typeparam>
    /// <exception cref="InvalidOperationException">No module of the bus declares the group or an event of it.</exception>
    public EventGroup<T> Group<T>() where T : class
    {
        var groups = LazyInitializer.EnsureInitialized(ref _groups, static () => new ConcurrentDictionary<Type, EventGroup>());
        if (groups.TryGetValue(typeof(T), out var group)) return (EventGroup<T>)group;
        if (IsNull) return NullGroup<T>.Instance;
        var entry = _parts.Registry.FindGroup<T>() ?? throw new InvalidOperationException(
            $"{typeof(T)} is no group of this bus. Mark the interface [EventGroup] and add the module of its assembly to the bus.");
        return (EventGroup<T>)groups.GetOrAdd(typeof(T), _ => entry.Create(this, isNull: false));
    }

    /// <summary>
    /// Makes the handlers of which there is one instance for the bus, starts the workers, then the publishers that also receive.
    /// Before it, synchronous handlers run and the queue accepts up to its capacity. Starting again does nothing.
    /// </summary>
    /// <param name="cancellationToken">One that is already cancelled starts nothing.</param>
    /// <exception cref="InvalidOperationException">
    /// Events name publishers that the bus does not have, two handlers of one event have one name, or handlers need services and the bus has no provider; the message lists
    /// them all. Or events are durable and the bus has no outbox, or its store cannot be used. Or the constructors of handlers emit events in a circle; the message names it. Or the bus has stopped: it does not start again.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => _start.RunAsync(cancellationToken);

    /// <summary>
    /// Refuses new events, waits until those that were accepted have been handled, and closes the publishers. Stopping
    /// again returns the same report.
    /// </summary>
    /// <remarks>
    /// Until the drain ends, events that queued handlers emit are still accepted, for they belong to work that was
    /// accepted. After <see cref="EventBusOptions.DrainTimeout"/> or cancellation the handlers' tokens are cancelled, and
    /// what no worker has taken is logged and reported. The stop ends at most 5 seconds later, in real time, whatever a handler, a
    /// publisher or the clock does: the report names who has not ended. A bus that was never started has no worker to drain it. A queued
    /// handler must not await the stop of its own bus, since the drain waits for the handler: let it start the stop and return.
    /// </remarks>
    /// <param name="cancellationToken">Ends the drain early, whichever call began it.</param>
    /// <returns>What is left.</returns>
    public Task<DrainReport> StopAsync(CancellationToken cancellationToken = default) =>
        IsNull ? Task.FromResult(BusDrain.Nothing) : _parts.Lifetime.StopAsync(cancellationToken);

    /// <summary>Stops the bus.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>Stops the bus, blocking the thread until it has drained. Prefer <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => StopAsync().GetAwaiter().GetResult();

    /// <summary>What the bus is busy with at this moment. Cheap: it asks neither the publishers nor the store of dead letters.</summary>
    public EventBusActivity GetActivity() => new(Queue.Length, InFlight.Delayed, InFlight.Detached, InFlight.IsAtRest);

    /// <summary>The health of the bus at this moment.</summary>
    public EventBusHealth GetHealth()
    {
        var publishers = _parts.Publishers.Health();
        var (deadLetters, storeFailure) = DeadLetters.TryCount();
        var stuck = Stuck.Stuck();
        var standsStillFor = Queue.StandsStillFor;
        int length = Queue.Length;
        var evaluation = HealthEvaluator.Of(
            IsStopped, IsStarted ? 0 : length, Queue.SaturatedFor, standsStillFor, length, standsStillFor > TimeSpan.Zero ? InFlight.RunningTargets : [], Queue.Faults, stuck, _parts.Streaks.Told, publishers, storeFailure, DeadLetters.HasLostLately ? DeadLetters.Lost : 0, _parts.OutboxLifetime.Health);
        return new EventBusHealth
        {
            Status = evaluation.Status,
            Problems = evaluation.Problems,
            QueueLength = length,
            QueueCapacity = Queue.Capacity,
            Events = _parts.Events.Length,
            Subscribers = Topics.Made.Sum(static topic => topic.SubscriberCount),
            Dropped = _parts.Counters.Dropped,
            Failed = _parts.Counters.Failed,
            DeadLetters = deadLetters,
            Rejected = _parts.Counters.Rejected,
            Ignored = _parts.Counters.Ignored,
            OwnMessages = _parts.Counters.OwnMessages,
            Retrying = InFlight.Delayed,
            StuckHandlers = stuck,
            WorkerFaults = Queue.Faults,
            Publishers = Array.ConvertAll(publishers, static publisher => publisher.Health),
        };
    }

    /// <summary>Starts the workers without the checks of <see cref="StartAsync"/>.</summary>
    /// <returns>False when the bus has stopped.</returns>
    internal bool Launch() => _start.Launch();

    /// <summary>What no use of the bus could be right with: handlers of one event that have one name. Each as a sentence; empty for nothing.</summary>
    internal IReadOnlyList<string> RepeatedHandlers => _start.RepeatedHandlers;

    /// <summary>Makes the handlers of which there is one instance for the bus, if it has not started.</summary>
    internal void MakeHandlers() => _start.MakeHandlers();

    /// <summary>The bus is no longer counted as open, so its collection needs no notice.</summary>
    internal void ForgetOpen()
    {
        if (_open is { } open) GC.SuppressFinalize(open);
    }

    internal void RaiseDeliveryFailed(DeliveryFailure failure) =>
        GuardedEvent.Raise(DeliveryFailed, this, failure, _parts.Options.MaxEmitDepth, exception => Logger.ObserverFailed(exception, failure.EventId));

    internal void RaiseMessageRejected(MessageRejection rejection) =>
        GuardedEvent.Raise(MessageRejected, this, rejection, _parts.Options.MaxEmitDepth, exception => Logger.RejectionObserverFailed(exception, rejection.Publisher));

    /// <summary>The drain has ended.</summary>
    internal void Forget()
    {
        _parts.Measurements.End();
        AmbientBus.Closed(this);
        Telemetry.Closed(this);
    }

    private void Measure()
    {
        if (IsNull || !_parts.Measurements.Start(() => Queue.Length, (eventId, isFollowed) => Topics.Find(eventId)?.Need(DispatchFlags.Followed, isFollowed))) return;
        Topics.Need(DispatchFlags.Measured | DispatchFlags.Followed, needed: true);
    }

    private QueueStatistics ReadQueue()
    {
        int length = Queue.Length;
        return new QueueStatistics(length, Queue.Capacity, Workers, InFlight.Busy, Queue.WaitingForKey, InFlight.Delayed, _parts.Measurements.OldestWait(length));
    }

    private static EventBus Build(EventBusBuilder builder, Action<EventBusBuilder> configure)
    {
        configure(builder);
        builder.CompleteOptions();
        builder.CompleteHandlers();
        var events = builder.Registry.Compose();
        builder.MakeParts();
        var bus = new EventBus(builder, events);
        bus._open = AmbientBus.Opened();
        Telemetry.Opened(bus);
        return bus;
    }

    // Outside of any module, so that its topics are made as they are asked for.
    private static EventBus CreateNull() => new(new EventBusBuilder(), [], isNull: true);
}
