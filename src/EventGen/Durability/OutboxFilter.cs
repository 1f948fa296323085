namespace EventGen;

/// <summary>Selects events in the outbox: those to which every value applies that is not <see langword="null"/>. Immutable.</summary>
public sealed record OutboxFilter
{
    /// <summary>Every event.</summary>
    public static OutboxFilter All { get; } = new();

    /// <summary>The event with this emission id, <see cref="EventContext.Id"/>.</summary>
    public Guid? Id { get; init; }

    /// <summary>Events with this name on the wire.</summary>
    public string? EventId { get; init; }

    /// <summary>Events with this key, as text.</summary>
    public string? Key { get; init; }

    /// <summary>Events in this state.</summary>
    public OutboxEntryState? State { get; init; }

    /// <summary>The page starts behind the event with this <see cref="OutboxEntry.Position"/>.</summary>
    public long? After { get; init; }

    /// <summary>How many events a page has at most.</summary>
    /// <value>Default: 100. At least 1.</value>
    public int Take { get; init; } = 100;
}
