namespace EventGen.AspNetCore.Management;

/// <summary>A dead letter.</summary>
internal sealed record DeadLetterModel
{
    public required Guid Id { get; init; }

    public required string EventId { get; init; }

    public required string Target { get; init; }

    public required string Kind { get; init; }

    public required Guid EmissionId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset FirstFailure { get; init; }

    public required DateTimeOffset LastFailure { get; init; }

    public string? ExceptionType { get; init; }

    public string? CorrelationId { get; init; }

    public string? CausationId { get; init; }

    public string? Reason { get; init; }

    public DeadLetterContentModel? Content { get; init; }
}
