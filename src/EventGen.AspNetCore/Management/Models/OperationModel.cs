namespace EventGen.AspNetCore.Management;

/// <summary>A replay or discard of many dead letters.</summary>
internal sealed record OperationModel(
    Guid Id, string Kind, string State, int? Total, int Done, int Succeeded, int Failed, DateTimeOffset Started, DateTimeOffset? Ended, string? Problem);
