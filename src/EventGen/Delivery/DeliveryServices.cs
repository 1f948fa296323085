using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What the deliveries of all events of one bus share. Immutable.</summary>
internal sealed class DeliveryServices
{
    /// <summary>What handlers find as the bus in force; only carried along here.</summary>
    public required object Bus { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    public required EventBusCounters Counters { get; init; }

    public required EventQueue Queue { get; init; }

    /// <summary>Where failed deliveries wait for their next attempt.</summary>
    public required RetrySchedule Retries { get; init; }

    public required HandlerTimeLimit TimeLimit { get; init; }

    public required DeadLetterWriter DeadLetters { get; init; }

    public required EventContextFactory Contexts { get; init; }

    /// <summary>Tells the bus's observers of a failure. Never throws.</summary>
    public required Action<DeliveryFailure> RaiseFailed { get; init; }

    /// <summary>Cancelled when the bus gives up draining; what handlers get as their token.</summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>How often code of others may be called within itself.</summary>
    public required int MaxDepth { get; init; }
}
