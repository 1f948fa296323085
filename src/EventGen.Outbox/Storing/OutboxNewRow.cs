namespace EventGen;

/// <summary>An event that is to be accepted. Immutable.</summary>
public sealed record OutboxNewRow
{
    /// <summary>The id of the emission.</summary>
    public required Guid Id { get; init; }

    /// <summary>The <see cref="OutboxRoute.Id"/> of all its targets.</summary>
    public required int Route { get; init; }

    /// <summary>The payload, UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>What travels with it; the relay's own form, UTF-8 JSON. Empty for nothing.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>When the event was emitted. A store keeps microseconds at least.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The value of its key as text; <see langword="null"/> when it has none.</summary>
    public string? Key { get; init; }

    /// <summary>What it keeps its order by; <see langword="null"/> when it takes no part in ordering.</summary>
    public string? OrderKey { get; init; }

    /// <summary>When it is due on the store's clock; <see langword="null"/> for now.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>How it meets a row that may exist.</summary>
    public OutboxInsertMode Mode { get; init; }

    /// <summary>Whether it is to be leased here.</summary>
    public OutboxLeaseRequest Lease { get; init; }
}
