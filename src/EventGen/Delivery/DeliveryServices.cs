using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What the deliveries of one bus share. Thread safe.</summary>
internal sealed record DeliveryServices
{
    /// <summary>Carried along by the ambient state of handlers.</summary>
    public required object Bus { get; init; }

    public required EventQueue Queue { get; init; }

    public required RetrySchedule Retries { get; init; }

    public required HandlerTimeLimit TimeLimit { get; init; }

    public required DeadLetterWriter DeadLetters { get; init; }

    public required EventContextFactory Contexts { get; init; }

    public required EventBusCounters Counters { get; init; }

    /// <summary>What is measured of the bus, once somebody asks for it.</summary>
    public required EventBusMeasurements Measurements { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>What becomes of sensitive parts outside of the process.</summary>
    public required SensitiveDataOptions SensitiveData { get; init; }

    /// <summary>What holds where neither a handler nor its event says so.</summary>
    public required DeliveryDefaults Defaults { get; init; }

    /// <summary>The middleware, the outermost first; with the event of that which is for one.</summary>
    public required List<(Type? Event, IEventMiddleware Middleware)> Middleware { get; init; }

    /// <summary>Tells the observers of a failure. Never throws.</summary>
    public required Action<DeliveryFailure> Failed { get; init; }

    /// <summary>How deep code may emit within itself.</summary>
    public required int MaxEmitDepth { get; init; }

    /// <summary>Cancelled when the bus gives up draining; what handlers get as their token.</summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>The middleware of an event.</summary>
    public IReadOnlyList<IEventMiddleware> MiddlewareOf(Type payload) =>
        Middleware.Count == 0 ? [] : Middleware.FindAll(entry => entry.Event is null || entry.Event == payload).ConvertAll(static entry => entry.Middleware);
}
