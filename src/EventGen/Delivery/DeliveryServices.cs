using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What the deliveries of one bus share. Thread safe.</summary>
/// <param name="Bus">Carried along by the ambient state of handlers.</param>
/// <param name="Queue">The queue of the bus.</param>
/// <param name="Retries">What waits for another attempt.</param>
/// <param name="TimeLimit">Ends attempts whose time is over.</param>
/// <param name="DeadLetters">Keeps what could not be delivered.</param>
/// <param name="Contexts">Makes contexts.</param>
/// <param name="Counters">Counts what becomes of events.</param>
/// <param name="Measurements">What is measured of the bus, once somebody asks for it.</param>
/// <param name="Time">The clock of the bus.</param>
/// <param name="Logger">The log of the bus.</param>
/// <param name="SensitiveData">What becomes of sensitive parts outside of the process.</param>
/// <param name="Defaults">What holds where neither a handler nor its event says so.</param>
/// <param name="Middleware">The middleware, the outermost first; with the event of that which is for one.</param>
/// <param name="Failed">Tells the observers of a failure. Never throws.</param>
/// <param name="Streaks">The handlers whose latest events have all become dead letters.</param>
/// <param name="MaxEmitDepth">How deep code may emit within itself.</param>
/// <param name="Stopping">Cancelled when the bus gives up draining; what handlers get as their token.</param>
internal sealed record DeliveryServices(
    object Bus,
    EventQueue Queue,
    RetrySchedule Retries,
    HandlerTimeLimit TimeLimit,
    DeadLetterWriter DeadLetters,
    EventContextFactory Contexts,
    EventBusCounters Counters,
    EventBusMeasurements Measurements,
    TimeProvider Time,
    ILogger Logger,
    SensitiveDataOptions SensitiveData,
    DeliveryDefaults Defaults,
    List<AddedMiddleware> Middleware,
    Action<DeliveryFailure> Failed,
    FailureStreaks Streaks,
    int MaxEmitDepth,
    CancellationToken Stopping)
{
    /// <summary>Says which attempts of handlers do not count, as their transaction was lost.</summary>
    public LostTransactions LostTransactions { get; } = new();

    /// <summary>Says which failures the log tells in full.</summary>
    public FailureThrottle Throttle { get; } = new(Time);

    /// <summary>What the stop of the bus cuts off.</summary>
    public CutOffDeliveries CutOff { get; } = new();

    /// <summary>The middleware of an event, composed; <see langword="null"/> when there is none.</summary>
    public EventDelegate? MiddlewareOf(Type payload) => Middleware.Count == 0 ? null : MiddlewareChain.Compose(Chosen(payload));

    private List<IEventMiddleware> Chosen(Type payload) => Middleware.FindAll(entry => entry.Event is null || entry.Event == payload).ConvertAll(static entry => entry.Middleware);
}
