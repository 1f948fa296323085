using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventGen;

/// <summary>The one activity source and the one meter of the process. Thread safe.</summary>
internal static class Instruments
{
    /// <summary>Null where a listener threw when it was asked whether it listens: then nobody does.</summary>
    public static readonly ActivitySource? Source = CreateSource();

    // Those that the conventions advise.
    private static readonly double[] s_buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    // In this order: those below are made with it.
    private static readonly Meter s_meter = new(EventGenTelemetry.MeterName);

    public static readonly Histogram<double> OperationDuration = Duration(EventGenTelemetry.OperationDuration, "How long emitting and publishing took.");
    public static readonly Histogram<double> ProcessDuration = Duration(EventGenTelemetry.ProcessDuration, "How long an attempt of a handler took.");
    public static readonly Counter<long> Sent = Counter(EventGenTelemetry.SentMessages, "{message}", "Events accepted, queued or not, and messages published.");
    public static readonly Counter<long> Consumed = Counter(EventGenTelemetry.ConsumedMessages, "{message}", "Events taken from the queue, and durable events at their first attempt.");
    public static readonly Counter<long> Dropped = Counter(EventGenTelemetry.EventsDropped, "{event}", "Events dropped by a full queue.");
    public static readonly Counter<long> Received = Counter(EventGenTelemetry.ReceivedMessages, "{message}", "Messages that a transport has given to the bus.");
    public static readonly Counter<long> Lost = Counter(EventGenTelemetry.LostMessages, "{message}", "Messages that no room was left for, or that the broker had deleted unread.");
    public static readonly Counter<long> OwnMessages = Counter(EventGenTelemetry.OwnMessages, "{message}", "Messages that came back to who had published them.");
    public static readonly Counter<long> Ignored = Counter(EventGenTelemetry.IgnoredMessages, "{message}", "Messages ignored because no module of the bus declares their event.");
    public static readonly Counter<long> Failures = Counter(EventGenTelemetry.HandlerFailures, "{failure}", "Failed attempts of handlers and publishers.");
    public static readonly Counter<long> DeadLetters = Counter(EventGenTelemetry.DeadLetters, "{event}", "Events given up after their last attempt, and messages rejected.");

    /// <summary>Asked by who collects.</summary>
    public static readonly Instrument[] OfBuses =
    [
        Gauge(EventGenTelemetry.QueueLength, static bus => bus.QueueLength, "{event}", "Accepted events that no worker has taken yet."),
        Gauge(EventGenTelemetry.QueueCapacity, static bus => bus.QueueCapacity, "{event}", "How many accepted events may wait."),
        Gauge(EventGenTelemetry.HandlersStuck, static bus => bus.StuckHandlers, "{handler}", "Handlers that still run after their time limit."),
    ];

    private static Histogram<double> Duration(string name, string description) =>
        Create(meter => meter.CreateHistogram(name, "s", description, tags: null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_buckets }));

    private static Counter<long> Counter(string name, string unit, string description) => Create(meter => meter.CreateCounter<long>(name, unit, description));

    private static ObservableUpDownCounter<long> Gauge(string name, Func<IObservedBus, long> read, string unit, string description) =>
        Create(meter => meter.CreateObservableUpDownCounter(name, () => Telemetry.Measure(read), unit, description));

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
}
