namespace EventGen;

/// <summary>What one handler or publisher has done with one event since its bus is measured. Immutable.</summary>
public sealed record TargetStatistics
{
    /// <summary>The handler's or publisher's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a publisher.</summary>
    public required bool IsPublisher { get; init; }

    /// <summary>How many attempts have ended, failed ones included. Of a run-time subscriber: those that were measured.</summary>
    public required long Attempts { get; init; }

    /// <summary>How many attempts have failed.</summary>
    public required long Failed { get; init; }

    /// <summary>How many events have become dead letters.</summary>
    public required long DeadLettered { get; init; }

    /// <summary>How many messages of other processes it has received; 0 for a handler.</summary>
    public long Received { get; init; }

    /// <summary>How often it is attempted.</summary>
    public required EventRate Rate { get; init; }

    /// <summary>How often it fails.</summary>
    public required EventRate FailureRate { get; init; }

    /// <summary>How often it receives a message.</summary>
    public EventRate ReceivedRate { get; init; }

    /// <summary>How long an attempt takes.</summary>
    public required LatencyPercentiles Duration { get; init; }

    /// <summary>The full name of the exception's type of the last failure; <see langword="null"/> when there is none.</summary>
    public string? LastFailure { get; init; }

    /// <summary>When it failed last.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }
}
