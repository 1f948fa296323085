using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventGen;

/// <summary>Tells who listens what events do. Thread safe.</summary>
/// <remarks>
/// The source and the instruments are made when they are first asked for: they cost more than a whole bus. Nobody can listen before
/// their assembly is loaded, so until then, or until a bus has been there for a second, nothing asks.
/// </remarks>
internal static class Telemetry
{
    public const string System = "messaging.system";
    public const string Operation = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string Destination = "messaging.destination.name";
    public const string MessageId = "messaging.message.id";
    public const string Conversation = "messaging.message.conversation_id";
    public const string BatchCount = "messaging.batch.message_count";
    public const string ErrorType = "error.type";

    // How soon an emit that asks for nothing notices that somebody listens now.
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    // Under its own lock. The buses that are observed, from their making to their stop; weakly, for one may be dropped without a stop.
    private static readonly List<WeakReference<IObservedBus>> s_buses = [];

    // Under s_buses; looks for listeners while there is a bus.
    private static ITimer? s_watch;

    // Written under s_buses: what the buses' topics have been told.
    private static volatile bool s_isTraced;

    /// <summary>True when somebody listens to spans.</summary>
    public static bool IsTraced => TelemetryAssembly.IsLoaded && TelemetryListeners.OfSpans;

    /// <summary>True when somebody looks at attempts of handlers.</summary>
    public static bool IsProcessObserved => TelemetryAssembly.IsLoaded && TelemetryListeners.OfAttempts;

    /// <summary>True when somebody looks at emits or publishers.</summary>
    public static bool IsSendObserved => TelemetryAssembly.IsLoaded && TelemetryListeners.OfSends;

    private static bool IsObserved => TelemetryAssembly.IsLoaded && TelemetryListeners.OfAny;

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
            TelemetryAssembly.Watch();
            s_buses.Add(new WeakReference<IObservedBus>(bus));
            if (s_isTraced) bus.Trace(true);
            if (s_watch is null) ThreadPool.UnsafeQueueUserWorkItem(static _ => WatchBuses(), null);   // not here: the first timer of a process waits for its thread
        }

        Refresh();
    }

    public static void Closed(IObservedBus bus) => Forget(bus);

    public static void CountSent(string operation, string eventId, string? publisher, int messages)
    {
        if (TelemetryAssembly.IsLoaded) TelemetryCounts.Sent(operation, eventId, publisher, messages);
    }

    public static void CountConsumed(string eventId)
    {
        if (TelemetryAssembly.IsLoaded) TelemetryCounts.Consumed(eventId);
    }

    public static void CountDropped(string eventId)
    {
        if (TelemetryAssembly.IsLoaded) TelemetryCounts.Dropped(eventId);
    }

    public static void CountReceived(string publisher)
    {
        if (TelemetryAssembly.IsLoaded) TelemetryCounts.Received(publisher);
    }

    public static void CountLost(string publisher, int messages)
    {
        if (TelemetryAssembly.IsLoaded) TelemetryCounts.Lost(publisher, messages);
    }

    public static void CountOwnMessage(string publisher)
    {
        if (TelemetryAssembly.IsLoaded) TelemetryCounts.OwnMessage(publisher);
    }

    public static void CountIgnored(string publisher)
    {
        if (TelemetryAssembly.IsLoaded) TelemetryCounts.Ignored(publisher);
    }

    public static void CountFailure(string eventId, string handler, bool isPublisher, Exception exception)
    {
        if (TelemetryAssembly.IsLoaded) TelemetryCounts.Failure(eventId, handler, isPublisher, exception);
    }

    public static void CountDeadLetter(string eventId, string target, bool isPublisher, string error)
    {
        if (TelemetryAssembly.IsLoaded) TelemetryCounts.DeadLetter(eventId, target, isPublisher, error);
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
        TelemetryAssembly.Load();   // for who listens from outside of the process
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
            TelemetryAssembly.Unwatch();
        }
    }

    /// <summary>One measurement for each source: of several buses of one source, their sum.</summary>
    public static Measurement<long>[] Measure(Func<IObservedBus, long> read)
    {
        return
        [
            .. Alive().GroupBy(static bus => bus.Source, StringComparer.Ordinal)
                .Select(source => new Measurement<long>(source.Sum(read), new KeyValuePair<string, object?>(EventGenTelemetry.SourceTag, source.Key))),
        ];
    }

    private static IObservedBus[] Alive()
    {
        lock (s_buses) return [.. s_buses.Select(static kept => kept.TryGetTarget(out var bus) ? bus : null).OfType<IObservedBus>()];
    }

    // Runs without the context of whoever made the first bus.
    private static void WatchBuses()
    {
        lock (s_buses)
        {
            if (s_buses.Count > 0) s_watch ??= TimeProvider.System.CreateTimer(static _ => LookAround(), null, s_interval, s_interval);
        }
    }
}
