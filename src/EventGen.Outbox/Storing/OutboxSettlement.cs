namespace EventGen;

/// <summary>What became of a row that this instance has leased. Immutable.</summary>
/// <remarks>Written only where the row's owner is this instance's epoch; else nothing of it is, its dead letters included, and the outcome says so.</remarks>
public sealed record OutboxSettlement
{
    /// <summary>The row's position.</summary>
    public required long Position { get; init; }

    /// <summary>The id of the emission.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is written.</summary>
    public required OutboxSettlementKind Kind { get; init; }

    /// <summary>The route of the targets that remain. Not for <see cref="OutboxSettlementKind.Remove"/>.</summary>
    public int Route { get; init; }

    /// <summary>What is to be known of the attempts of the targets that remain; the relay's own form. Empty when all are fresh.</summary>
    public ReadOnlyMemory<byte> Targets { get; init; }

    /// <summary>When the next attempt is due on the store's clock; <see langword="null"/> leaves it. Only for <see cref="OutboxSettlementKind.Release"/>.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The row takes no part in ordering any more: later ones of its key pass it.</summary>
    public bool LeavesOrder { get; init; }

    /// <summary>Leaves an inbox mark (with an empty target), so that the id is known as accepted when the row is gone. Only for <see cref="OutboxSettlementKind.Remove"/>.</summary>
    public bool LeavesMark { get; init; }

    /// <summary>Targets that are given up.</summary>
    public IReadOnlyList<OutboxDeadLetter> DeadLetters { get; init; } = [];
}
