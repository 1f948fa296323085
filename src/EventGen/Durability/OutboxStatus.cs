namespace EventGen;

/// <summary>How much waits in the outbox of one application, all of its instances together. Immutable.</summary>
public sealed record OutboxStatus
{
    /// <summary>Accepted events with targets that are not settled, whose first due time has come; leased and retrying ones included. Zero is exact.</summary>
    public required long Pending { get; init; }

    /// <summary>Accepted events whose first due time has not come.</summary>
    public required long Scheduled { get; init; }

    /// <summary>Those of <see cref="Pending"/> that an instance has leased.</summary>
    public required long Leased { get; init; }

    /// <summary>When the oldest of <see cref="Pending"/> became due; <see langword="null"/> when there is none.</summary>
    public DateTimeOffset? OldestPending { get; init; }

    /// <summary>The running instances of the application and those whose leases have not been taken over yet, in the order in which they started.</summary>
    public IReadOnlyList<OutboxInstance> Instances { get; init; } = [];

    /// <summary>The counts, and since when the oldest event is due.</summary>
    public override string ToString() => $"{Pending} pending, {Scheduled} scheduled, {Leased} leased{(OldestPending is { } oldest ? $", the oldest due since {oldest:u}" : "")}";
}
