namespace EventGen;

/// <summary>One thing that happened to one event, as an <see cref="EventActivityListener"/> is told. Immutable, as far as the payload is.</summary>
public sealed class EventActivity
{
    internal EventActivity()
    {
    }

    /// <summary>What happened.</summary>
    public required EventActivityKind Kind { get; init; }

    /// <summary>The event's name on the wire.</summary>
    public required string EventId { get; init; }

    /// <summary>When it happened, in UTC, by the bus's clock.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The handler or publisher; <see langword="null"/> for an event that was emitted or received.</summary>
    public string? Target { get; init; }

    /// <summary>The emission's context; <see langword="null"/> where the event has none, as it is emitted too often for one to be made.</summary>
    public EventContext? Context { get; init; }

    /// <summary>The event itself.</summary>
    public required object Payload { get; init; }

    /// <summary>How long the attempt took; <see langword="null"/> where it was not measured.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Which attempt it was, counted from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>What a failed attempt threw.</summary>
    public Exception? Exception { get; init; }

    /// <summary>How long after a failure the next attempt follows; <see langword="null"/> where none does.</summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>Of an emitted event: how many emissions of it happened since the last one that was told.</summary>
    public long Skipped { get; init; }
}
