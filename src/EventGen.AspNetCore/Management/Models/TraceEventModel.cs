namespace EventGen.AspNetCore.Management;

/// <summary>One emission in a trace.</summary>
internal sealed record TraceEventModel(
    Guid Id, string EventId, DateTimeOffset Timestamp, string? CausationId, string? Source, string State, string? Payload, IReadOnlyList<ActivityModel> Activities);
