namespace EventGen;

/// <summary>A row of the outbox. Immutable.</summary>
public sealed record OutboxRow
{
    /// <summary>Its position.</summary>
    public required long Position { get; init; }

    /// <summary>The id of the emission.</summary>
    public required Guid Id { get; init; }

    /// <summary>The <see cref="OutboxRoute.Id"/> of the targets that remain.</summary>
    public required int Route { get; init; }

    /// <summary>The payload, UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <inheritdoc cref="OutboxNewRow.Metadata"/>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>When the event was emitted. A store keeps microseconds at least.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The value of its key as text; <see langword="null"/> when it has none.</summary>
    public string? Key { get; init; }

    /// <summary>What it keeps its order by; <see langword="null"/> when it takes no part in ordering.</summary>
    public string? OrderKey { get; init; }

    /// <summary>When it is due on the store's clock.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <inheritdoc cref="OutboxSettlement.Targets"/>
    public ReadOnlyMemory<byte> Targets { get; init; }

    /// <summary>How many processes have died with it: the first that had it at all, and those that had started it.</summary>
    public int Crashes { get; init; }

    /// <summary>The epoch of the instance that has leased it; <see langword="null"/> for nobody.</summary>
    public long? Owner { get; init; }

    /// <summary>The epoch of the instance that accepted it; <see langword="null"/> for a row that was written in a transaction of others.</summary>
    public long? Origin { get; init; }

    /// <summary>What it waits for. As <see cref="OutboxStatus"/> counts: one that was begun, by whomever, is not scheduled any more.</summary>
    /// <param name="now">The time on the store's clock.</param>
    public OutboxEntryState StateAt(DateTimeOffset now) =>
        Owner is not null ? OutboxEntryState.Leased : Due > now && Targets.IsEmpty && Crashes == 0 ? OutboxEntryState.Scheduled : OutboxEntryState.Waiting;
}
