using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EventGen.Outbox;

/// <summary>The metrics of all outboxes of the process. Thread safe.</summary>
internal static class OutboxTelemetry
{
    private const string ApplicationTag = "eventgen.application";

    private static readonly Meter s_meter = new(EventGenTelemetry.MeterName);

    // By engine.
    private static readonly ConcurrentDictionary<object, Relay> s_open = new();

    private static readonly Counter<long> s_settled = s_meter.CreateCounter<long>("eventgen.outbox.settled", "{event}", "Events that left the outbox, every target settled.");
    private static readonly Counter<long> s_duplicates = s_meter.CreateCounter<long>("eventgen.outbox.duplicates", "{event}", "Events that were accepted before, and dropped.");
    private static readonly Counter<long> s_orphans = s_meter.CreateCounter<long>("eventgen.outbox.orphans", "{event}", "Events taken over from instances that are gone.");
    private static readonly Counter<long> s_void = s_meter.CreateCounter<long>("eventgen.outbox.void", "{event}", "Events whose lease was lost before they were settled.");

    static OutboxTelemetry()
    {
        s_meter.CreateObservableGauge("eventgen.outbox.pending", static () => Observe(static relay => relay.Status?.Pending), "{event}", "Accepted events with targets that are not settled, and due.");
        s_meter.CreateObservableGauge("eventgen.outbox.oldest", static () => Observe(static relay => relay.Status is { } status ? status.OldestPending is { } oldest ? Math.Max(0, (relay.Clock.Now - oldest).TotalSeconds) : 0 : (double?)null), "s", "How long the oldest pending event has been due.");
        s_meter.CreateObservableGauge("eventgen.outbox.refused", static () => Observe(static relay => (long?)relay.Refused), "{event}", "Events of which the database refuses to write what became of them.");
    }

    public static void Opened(object engine, Relay relay) => s_open[engine] = relay;

    public static void Closed(object engine) => s_open.TryRemove(engine, out _);

    public static void CountSettled(string application, int count) => Count(s_settled, application, count);

    public static void CountDuplicate(string application) => Count(s_duplicates, application, 1);

    public static void CountOrphans(string application, int count) => Count(s_orphans, application, count);

    public static void CountVoid(string application, int count) => Count(s_void, application, count);

    private static void Count(Counter<long> counter, string application, int count)
    {
        if (count > 0) counter.Add(count, new KeyValuePair<string, object?>(ApplicationTag, application));
    }

    private static IEnumerable<Measurement<T>> Observe<T>(Func<Relay, T?> value) where T : struct
    {
        foreach (var relay in s_open.Values)
        {
            if (value(relay) is { } measured) yield return new Measurement<T>(measured, new KeyValuePair<string, object?>(ApplicationTag, relay.Application));
        }
    }
}
