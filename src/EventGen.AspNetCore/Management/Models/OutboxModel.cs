namespace EventGen.AspNetCore.Management;

/// <summary>How much waits in the outbox.</summary>
/// <param name="Pending">Those that are due.</param>
/// <param name="Scheduled">The others.</param>
/// <param name="Leased">Those of the pending ones that an instance delivers.</param>
/// <param name="OldestPending">Since when the oldest is due.</param>
/// <param name="Instances">Who delivers.</param>
internal sealed record OutboxModel(long Pending, long Scheduled, long Leased, DateTimeOffset? OldestPending, IReadOnlyList<OutboxInstance> Instances)
{
    public static OutboxModel Of(OutboxStatus status) => new(status.Pending, status.Scheduled, status.Leased, status.OldestPending, status.Instances);
}
