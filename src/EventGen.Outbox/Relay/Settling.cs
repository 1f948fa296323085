namespace EventGen.Outbox;

/// <summary>What is to be written of a leased event.</summary>
/// <param name="Event">The event.</param>
/// <param name="Kind">What is written.</param>
/// <param name="Route">Where the row goes; not for one that is removed.</param>
/// <param name="Targets">What is known of the attempts.</param>
/// <param name="Due">When the next attempt is due; <see langword="null"/> to leave it.</param>
/// <param name="DeadLetters">What is given up.</param>
internal sealed record Settling(
    LeasedEvent Event, OutboxSettlementKind Kind, OutboxRouteKey Route, ReadOnlyMemory<byte> Targets, DateTimeOffset? Due, IReadOnlyList<DeadLetter> DeadLetters)
{
    /// <summary>Whether the event goes on when it is written: <see cref="LeasedEvent.Written"/>.</summary>
    public bool IsAwaited { get; init; }

    /// <summary>Whether it waits for nothing to ride along with.</summary>
    public bool IsUrgent => Kind == OutboxSettlementKind.Release || DeadLetters.Count > 0;
}
