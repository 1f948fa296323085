namespace EventGen;

/// <summary>What the events, handlers and publishers of a bus do: counts, rates and latencies, for whoever operates it. Thread safe.</summary>
/// <remarks>
/// A bus that is not measured pays nothing for it. Measured, it counts every emission; above 1,000 emissions of an event a second, latencies are
/// those of a part of them. Memory grows with the number of events and handlers that run, not with time.
/// </remarks>
public sealed class EventBusStatistics
{
    private readonly EventBusMeasurements _measurements;
    private readonly Action _start;
    private readonly Func<QueueStatistics> _queue;

    internal EventBusStatistics(EventBusMeasurements measurements, Action start, Func<QueueStatistics> queue) =>
        (_measurements, _start, _queue) = (measurements, start, queue);

    /// <summary>Since when the bus is measured; <see langword="null"/> when it is not.</summary>
    public DateTimeOffset? StartedAt => _measurements.IsStarted ? _measurements.StartedAt : null;

    /// <summary>The events that were emitted, received or handled since, by id, ordinal; a copy.</summary>
    public IReadOnlyList<EventStatistics> Events =>
        [.. _measurements.Events.Select(static measured => measured.ToStatistics()).OrderBy(static measured => measured.EventId, StringComparer.Ordinal)];

    /// <summary>The rates over all events: less work than adding up those of <see cref="Events"/>.</summary>
    public EventBusRates Rates => _measurements.Rates;

    /// <summary>The queue at this moment.</summary>
    public QueueStatistics Queue => _queue();

    /// <summary>Starts to measure, until the bus has stopped. Starting again does nothing.</summary>
    public void Start() => _start();

    /// <summary>One event; <see langword="null"/> when it was neither emitted, received nor handled since, and when the bus has none of that name.</summary>
    /// <param name="eventId">The event's name on the wire.</param>
    /// <exception cref="ArgumentNullException"><paramref name="eventId"/> is <see langword="null"/>.</exception>
    public EventStatistics? Find(string eventId)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        return _measurements.Find(eventId)?.ToStatistics();
    }

    /// <summary>How often an event is emitted and received; zero where <see cref="Find"/> returns <see langword="null"/>. Costs less than that.</summary>
    /// <param name="eventId">The event's name on the wire.</param>
    /// <exception cref="ArgumentNullException"><paramref name="eventId"/> is <see langword="null"/>.</exception>
    public EventRate RateOf(string eventId)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        return _measurements.Find(eventId)?.Rate ?? default;
    }

    /// <summary>Tells a listener what happens, and starts to measure if nothing has yet.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>Ends it when disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="listener"/> is <see langword="null"/>.</exception>
    public IDisposable Listen(EventActivityListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Start();
        _measurements.Add(listener);
        return new Listening(_measurements, listener);
    }

    private sealed class Listening(EventBusMeasurements measurements, EventActivityListener listener) : IDisposable
    {
        public void Dispose() => measurements.Remove(listener);
    }
}
