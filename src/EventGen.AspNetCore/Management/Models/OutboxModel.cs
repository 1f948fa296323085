namespace EventGen.AspNetCore.Management;

/// <summary>How much waits in the outbox.</summary>
internal sealed record OutboxModel(long Pending, long Scheduled, long Leased, DateTimeOffset? OldestPending);
