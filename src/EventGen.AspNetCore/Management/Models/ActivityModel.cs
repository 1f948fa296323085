namespace EventGen.AspNetCore.Management;

/// <summary>One thing that happened to one event.</summary>
internal sealed record ActivityModel
{
    public required string Kind { get; init; }

    public required string EventId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public string? Target { get; init; }

    public Guid? Id { get; init; }

    public string? CorrelationId { get; init; }

    public string? CausationId { get; init; }

    public double? DurationMs { get; init; }

    public int Attempt { get; init; }

    public double? RetryInMs { get; init; }

    public string? ErrorType { get; init; }

    public string? Error { get; init; }

    public string? Payload { get; init; }

    public long? Skipped { get; init; }
}
