namespace EventGen.AspNetCore.Management;

/// <summary>An event in the outbox.</summary>
internal sealed record OutboxEntryModel(
    long Position, Guid Id, string EventId, int Version, string? Key, DateTimeOffset Timestamp, DateTimeOffset Due, string State, int Crashes, IReadOnlyList<OutboxTargetModel> Targets);
