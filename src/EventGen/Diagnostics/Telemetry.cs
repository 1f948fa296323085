using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventGen;

/// <summary>The one activity source and the one meter of the process. Thread safe.</summary>
internal static class Telemetry
{
    public const string System = "messaging.system";
    public const string Operation = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string Destination = "messaging.destination.name";
    public const string MessageId = "messaging.message.id";
    public const string Conversation = "messaging.message.conversation_id";
    public const string ErrorType = "error.type";

    /// <summary>Null where a listener threw when it was asked whether it listens: then nobody does.</summary>
    public static readonly ActivitySource? Source = CreateSource();

    // Those that the conventions advise.
    private static readonly double[] s_buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    // In this order: those below are made with it.
    private static readonly Meter s_meter = new(EventGenTelemetry.MeterName);

    public static readonly Histogram<double> OperationDuration = Duration(EventGenTelemetry.OperationDuration, "How long emitting and publishing took.");
    public static readonly Histogram<double> ProcessDuration = Duration(EventGenTelemetry.ProcessDuration, "How long an attempt of a handler took.");

    private static readonly Counter<long> s_sent = Counter(EventGenTelemetry.SentMessages, "{message}", "Events accepted by the queue, and messages published.");
    private static readonly Counter<long> s_consumed = Counter(EventGenTelemetry.ConsumedMessages, "{message}", "Events taken from the queue.");
    private static readonly Counter<long> s_dropped = Counter(EventGenTelemetry.EventsDropped, "{event}", "Events dropped by a full queue.");
    private static readonly Counter<long> s_failures = Counter(EventGenTelemetry.HandlerFailures, "{failure}", "Failed attempts of handlers and publishers.");
    private static readonly Counter<long> s_deadLetters = Counter(EventGenTelemetry.DeadLetters, "{event}", "Events given up after their last attempt, and messages rejected.");

    // How soon an emit that asks for nothing notices that somebody listens now.
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    // Under its own lock. The buses that are observed, from their making to their stop; weakly, for one may be dropped without a stop.
    private static readonly List<WeakReference<IObservedBus>> s_buses = ObserveBuses();

    // Under s_buses; looks for listeners while there is a bus.
    private static ITimer? s_watch;

    // Written under s_buses: what the buses' topics have been told.
    private static volatile bool s_isTraced;

    /// <summary>True when somebody listens to spans.</summary>
    public static bool IsTraced => Source is { } source && source.HasListeners();

    /// <summary>True when somebody looks at attempts of handlers.</summary>
    public static bool IsProcessObserved => IsTraced || ProcessDuration.Enabled;

    /// <summary>True when somebody looks at emits or publishers.</summary>
    public static bool IsSendObserved => IsTraced || OperationDuration.Enabled || s_sent.Enabled;

    private static bool IsObserved => IsSendObserved || ProcessDuration.Enabled;

    /// <summary>Tells the topics of every bus when somebody has begun or ceased to listen.</summary>
    /// <remarks>
    /// Nothing announces a listener, and asking at each emit would cost half of the emit. So topics have a bit for it, which is
    /// set right where an emit is dear anyway, where a topic is asked for, and once a second.
    /// </remarks>
    public static void Refresh()
    {
        if (IsObserved != s_isTraced) NotifyBuses();
    }

    public static void Opened(IObservedBus bus)
    {
        lock (s_buses)
        {
            s_buses.Add(new WeakReference<IObservedBus>(bus));
            if (s_isTraced) bus.Trace(true);
            s_watch ??= Watch();
        }

        Refresh();
    }

    public static void Closed(IObservedBus bus) => Forget(bus);

    public static void CountSent(string operation, string eventId, string? error, string? publisher)
    {
        if (!s_sent.Enabled) return;
        Count(s_sent, Tags(operation, eventId, error, EventGenTelemetry.PublisherTag, publisher));
    }

    public static void CountConsumed(string eventId)
    {
        if (s_consumed.Enabled) Count(s_consumed, Tags("process", eventId, null, null, null));
    }

    public static void CountDropped(string eventId)
    {
        // The queue that drops an event is locked: a listener is called elsewhere.
        if (s_dropped.Enabled) ThreadPool.UnsafeQueueUserWorkItem(static id => Count(s_dropped, new TagList { { Destination, id } }), eventId, preferLocal: false);
    }

    public static void CountFailure(string eventId, string handler, bool isPublisher, Exception exception)
    {
        if (s_failures.Enabled) Count(s_failures, Of(eventId, handler, isPublisher, exception.GetType().FullName));
    }

    public static void CountDeadLetter(string eventId, string target, bool isPublisher, string error)
    {
        if (s_deadLetters.Enabled) Count(s_deadLetters, Of(eventId, target, isPublisher, error));
    }

    /// <summary>Records a duration. Never throws.</summary>
    public static void Record(Histogram<double> histogram, TimeSpan duration, in TagList tags)
    {
        try
        {
            using (ForeignCallScope.Enter()) histogram.Record(duration.TotalSeconds, tags);
        }
        catch (Exception)
        {
            // What a listener throws is its own: no event may be lost by it.
        }
    }

    /// <summary>The tags of a message operation.</summary>
    public static TagList Tags(string operation, string eventId, string? error, string? nameTag, string? name)
    {
        var tags = new TagList { { System, "eventgen" }, { Operation, operation }, { Destination, eventId } };
        if (name is not null) tags.Add(nameTag!, name);
        if (error is not null) tags.Add(ErrorType, error);
        return tags;
    }

    private static TagList Of(string eventId, string handler, bool isPublisher, string? error)
    {
        var tags = new TagList { { isPublisher ? EventGenTelemetry.PublisherTag : EventGenTelemetry.HandlerTag, handler }, { ErrorType, error } };
        if (eventId.Length > 0) tags.Add(Destination, eventId);
        return tags;
    }

    private static void Count(Counter<long> counter, in TagList tags)
    {
        try
        {
            using (ForeignCallScope.Enter()) counter.Add(1, tags);
        }
        catch (Exception)
        {
            // As above.
        }
    }

    private static void NotifyBuses()
    {
        lock (s_buses)
        {
            bool observed = IsObserved;
            if (observed == s_isTraced) return;
            s_isTraced = observed;
            foreach (var bus in Alive()) bus.Trace(observed);
        }
    }

    private static void LookAround()
    {
        Refresh();
        Forget(null);
    }

    // A bus that has stopped, and those that are gone.
    private static void Forget(IObservedBus? stopped)
    {
        lock (s_buses)
        {
            s_buses.RemoveAll(kept => !kept.TryGetTarget(out var bus) || bus == stopped);
            if (s_buses.Count > 0) return;
            s_watch?.Dispose();
            s_watch = null;
        }
    }

    private static IObservedBus[] Alive()
    {
        lock (s_buses) return [.. s_buses.Select(static kept => kept.TryGetTarget(out var bus) ? bus : null).OfType<IObservedBus>()];
    }

    private static ITimer Watch()
    {
        // Not in the context of whoever made the first bus.
        if (ExecutionContext.IsFlowSuppressed()) return Start();
        using (ExecutionContext.SuppressFlow()) return Start();

        static ITimer Start() => TimeProvider.System.CreateTimer(static _ => LookAround(), null, s_interval, s_interval);
    }

    private static Histogram<double> Duration(string name, string description) =>
        Create(meter => meter.CreateHistogram(name, "s", description, tags: null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_buckets }));

    private static Counter<long> Counter(string name, string unit, string description) => Create(meter => meter.CreateCounter<long>(name, unit, description));

    // A listener is told of each new instrument, and asked about each new source, while this class is made: what it throws there
    // would be the end of every bus. An instrument of a meter that has been disposed is shown to nobody.
    private static T Create<T>(Func<Meter, T> create) where T : Instrument
    {
        try
        {
            return create(s_meter);
        }
        catch (Exception)
        {
            var hidden = new Meter(EventGenTelemetry.MeterName);
            hidden.Dispose();
            return create(hidden);
        }
    }

    private static ActivitySource? CreateSource()
    {
        try
        {
            return new ActivitySource(EventGenTelemetry.ActivitySourceName);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static List<WeakReference<IObservedBus>> ObserveBuses()
    {
        Create(meter => meter.CreateObservableUpDownCounter(EventGenTelemetry.QueueLength, () => Measure(static bus => bus.QueueLength), "{event}", "Accepted events that no worker has taken yet."));
        Create(meter => meter.CreateObservableUpDownCounter(EventGenTelemetry.QueueCapacity, () => Measure(static bus => bus.QueueCapacity), "{event}", "How many accepted events may wait."));
        Create(meter => meter.CreateObservableUpDownCounter(EventGenTelemetry.HandlersStuck, () => Measure(static bus => bus.StuckHandlers), "{handler}", "Handlers that still run after their time limit."));
        return [];
    }

    // One measurement for each source: of several buses of one source, their sum.
    private static Measurement<long>[] Measure(Func<IObservedBus, long> read)
    {
        return
        [
            .. Alive().GroupBy(static bus => bus.Source, StringComparer.Ordinal)
                .Select(source => new Measurement<long>(source.Sum(read), new KeyValuePair<string, object?>(EventGenTelemetry.SourceTag, source.Key))),
        ];
    }
}
